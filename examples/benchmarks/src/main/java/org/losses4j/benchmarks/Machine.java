package org.losses4j.benchmarks;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Describes the machine and the JVM that measure. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** The processor and the JVM, in one line. */
    public static String describe() throws IOException {
        String processor = Files.isReadable(CPU_INFO)
                ? processor(Files.readAllLines(CPU_INFO), jvmBits())
                : System.getProperty("os.arch");
        return Runtime.getRuntime().availableProcessors() + " × " + processor + "; "
                + System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    /** The width of the vectors that HotSpot uses, which {@code -XX:UseAVX=2} and the like limit. */
    private static int jvmBits() {
        String bytes = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxVectorSize")
                .getValue();
        return Integer.parseInt(bytes) * Byte.SIZE;
    }

    /** The model and the width of vectors, from the lines that Linux writes, and what of it the JVM uses. */
    static String processor(List<String> lines, int jvmBits) {
        String flags = " " + value(lines, "flags", value(lines, "Features", "")) + " ";
        String width = flags.contains(" avx512f ")
                ? "AVX-512, vectors of 512 bits"
                : flags.contains(" avx2 ")
                        ? "AVX2, vectors of 256 bits"
                        : flags.contains(" asimd ") || flags.contains(" sse2 ")
                                ? "vectors of 128 bits"
                                : "vectors of unknown width";
        String used = width.contains(" " + jvmBits + " ") ? "" : ", of which this JVM uses " + jvmBits;
        return value(lines, "model name", System.getProperty("os.arch")) + " (" + width + used + ")";
    }

    private static String value(List<String> lines, String key, String otherwise) {
        return lines.stream()
                .filter(line -> line.startsWith(key) && line.contains(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(otherwise);
    }
}
