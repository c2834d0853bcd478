package org.losses4j.benchmarks.programs;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that ran as a single file, in a process and an empty folder of its own.
 *
 * @param seconds from the start of the process to its end, compilation included
 * @param printed what it printed, progress and messages included
 */
record ProgramRun(double seconds, String printed) {
    private static final Path PROGRAMS = Path.of(System.getProperty("losses4j.programs", "../programs"));

    /** The text of a program to copy. */
    static String source(String program) throws IOException {
        return Files.readString(PROGRAMS.resolve(program + ".java"));
    }

    /** @throws IOException if the program fails */
    static ProgramRun of(String program, String source, List<String> arguments) throws IOException {
        Path folder = Files.createTempDirectory("losses4j-program");
        try {
            Path file = Files.writeString(folder.resolve(program + ".java"), source);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--add-modules",
                    "jdk.incubator.vector",
                    "-cp",
                    classPath(program),
                    file.toString(),
                    "--out",
                    folder.toString()));
            command.addAll(arguments);
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.onExit().join().exitValue();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (status != 0) {
                throw new IOException(program + " ended with status " + status + ":\n" + printed);
            }
            return new ProgramRun(seconds, printed);
        } finally {
            delete(folder);
        }
    }

    /** Without the compiled program, which Java would refuse to run from a file then. */
    private static String classPath(String program) {
        Path compiled;
        try {
            compiled = Path.of(Class.forName(program)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(program + " is not on the class path", e);
        }
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(compiled))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What it says at the end. */
    String lastLine() {
        String[] lines = printed.strip().split("[\r\n]+");
        return lines[lines.length - 1].strip();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
