package org.losses4j.examples.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of this process, as Linux counts it: heap, native arrays and libraries alike. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long KIB = 1024;

    private ResidentMemory() {}

    /** Whether this system tells. */
    public static boolean known() {
        return Files.exists(STATUS);
    }

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
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long field(String name) throws IOException {
        if (!known()) {
            throw new IOException("Resident memory is read from " + STATUS + ", which only Linux has");
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("There is no " + name + " in " + STATUS));
    }
}
