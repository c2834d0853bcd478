package org.losses4j.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a trial in a process of its own. */
final class FreshJvm {
    private static final String RESULT = "result ";

    private FreshJvm() {}

    /**
     * What the trial printed behind {@code result}, line by line.
     *
     * @param main the class with its main method
     * @throws IOException if it prints none
     */
    static List<String> results(Class<?> main, int threads, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+AlwaysPreTouch",
                "-Dorg.bytedeco.javacpp.maxbytes=16g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=18g",
                "--add-modules",
                "jdk.incubator.vector"));
        command.addAll(Threads.flags(threads));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        List<String> results = printed.lines()
                .filter(line -> line.startsWith(RESULT))
                .map(line -> line.substring(RESULT.length()))
                .toList();
        if (results.isEmpty()) {
            throw new IOException(
                    main.getSimpleName() + " " + arguments + " ended with status " + status + ":\n" + printed);
        }
        return results;
    }
}
