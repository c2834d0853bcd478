package org.losses4j.examples.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of this process lies in memory, as Linux counts it: heap, native arrays and libraries alike. */
public final class ResidentMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentMemory.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    private ResidentMemory() {}

    /** Bytes now. */
    public static long now() throws IOException {
        return field("VmRSS:");
    }

    /** The most bytes since the process began, or since {@link #forgetPeak}. */
    public static long peak() throws IOException {
        return field("VmHWM:");
    }

    /** Lets the peak begin anew. */
    public static void forgetPeak() throws IOException {
        if (!Files.exists(STATUS)) {
            throw new IOException("Only Linux forgets a peak: there is no " + STATUS);
        }
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    /**
     * Runs something; the most bytes that were there while it ran, beyond those before it. Empty where Linux does not
     * tell.
     */
    public static OptionalLong takenBy(Runnable work) {
        long before;
        try {
            System.gc();
            forgetPeak();
            before = now();
        } catch (IOException e) {
            LOG.info("Memory is not measured", e);
            work.run();
            return OptionalLong.empty();
        }
        work.run();
        try {
            return OptionalLong.of(peak() - before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long field(String name) throws IOException {
        if (!Files.exists(STATUS)) {
            throw new IOException("Resident memory is read from " + STATUS + ", which only Linux has");
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("There is no " + name + " in " + STATUS));
    }
}
