package org.losses4j.examples.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs a measurement in a JVM of its own, with a small heap whose pages are all touched beforehand, and with the vector
 * module.
 */
public final class FreshJvm {
    private static final int STOPPED = 130;
    private static final String RESULT = "result ";

    private FreshJvm() {}

    /** Prints what {@link #result} returns; for the main method that measures. */
    public static void printResult(Object result) {
        System.out.println(RESULT + result);
    }

    /**
     * What the process printed by {@link #printResult}; nothing if the user stopped it.
     *
     * @param main the class with its main method
     * @param flags for Java, beside those of the heap and of vectors
     * @throws IOException if it ends without a result
     */
    public static Optional<String> result(Class<?> main, List<String> flags, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+AlwaysPreTouch",
                "--add-modules",
                "jdk.incubator.vector"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status == STOPPED) {
            return Optional.empty();
        }
        return Optional.of(printed.lines()
                .filter(line -> line.startsWith(RESULT))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        main.getSimpleName() + " " + arguments + " ended with status " + status + ":\n" + printed))
                .substring(RESULT.length()));
    }
}
