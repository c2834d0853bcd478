package org.losses4j.examples.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.examples.data.MadeUpGarments;

/** The programs to copy run, and are what they promise: single files of the frameworks and the library alone. */
class ProgramsTest {
    private static final Path FOLDER = Path.of("programs");
    private static final String DL4J_HEADER = """
            ///usr/bin/env jbang "$0" "$@" ; exit $?
            //DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
            //RUNTIME_OPTIONS --add-modules jdk.incubator.vector
            """;
    private static final String DJL_HEADER = DL4J_HEADER
            .replace("losses4j-dl4j", "losses4j-djl")
            .replace(" org.nd4j:nd4j-native-platform:1.0.0-M2.1", "");

    static List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramIsOneFileOfTheLibraryAndAFramework(Path program) throws IOException {
        String text = Files.readString(program);
        assertFalse(text.contains("losses4j.examples") || text.contains(".internal."), program::toString);
        assertTrue(text.lines().count() <= 120, program::toString);
        assertTrue(text.lines().allMatch(line -> line.length() <= 120), program::toString);
        assertTrue(text.startsWith(text.contains("ai.djl") ? DJL_HEADER : DL4J_HEADER), program::toString);
    }

    @Test
    void allProgramsAreListed() throws IOException {
        List<String> names = programs().stream().map(ProgramsTest::name).toList();
        String page = Files.readString(FOLDER.resolve("README.md"));
        for (String name : names) {
            assertTrue(page.contains("](" + name + ".java)"), name);
        }
    }

    static List<String> tasks() throws IOException {
        return programs().stream()
                .map(ProgramsTest::name)
                .filter(name -> name.endsWith("Dl4j") && !name.startsWith("QuickStart"))
                .map(name -> name.substring(0, name.length() - "Dl4j".length()))
                .toList();
    }

    /** On made-up garments, for three steps, in which nothing is learned: both programs of a task say the same, with numbers of their own. */
    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskIsDoneInBothFrameworks(String task, @TempDir Path folder) throws Exception {
        Path data = MadeUpGarments.write(Files.createDirectory(folder.resolve("data")));
        List<String> said = new ArrayList<>();
        for (String framework : List.of("Dl4j", "Djl")) {
            Path out = Files.createDirectory(folder.resolve(framework));
            String printed = run(task + framework, "--data", data.toString(), "--steps", "3", "--out", out.toString());
            said.add(printed.lines()
                    .map(line -> line.substring(line.lastIndexOf('\r') + 1))
                    .filter(line -> !line.startsWith("step ") && !line.startsWith("Training:"))
                    .map(line -> line.replaceAll("-?\\d+([.]\\d+)?|NaN", "#"))
                    .collect(Collectors.joining("\n")));
            try (Stream<Path> files = Files.list(out)) {
                assertTrue(files.findAny().isPresent(), () -> task + framework + " has saved nothing");
            }
        }
        assertTrue(said.get(0).contains("#"), said.get(0));
        assertEquals(said.get(0), said.get(1));
    }

    @Test
    void dataThatAreMissingAreNamedWithTheRemedy(@TempDir Path folder) throws IOException {
        for (String task : tasks()) {
            for (String framework : List.of("Dl4j", "Djl")) {
                Exception fault = assertThrows(
                        InvocationTargetException.class, () -> run(task + framework, "--data", folder.toString()));
                String message = String.valueOf(fault.getCause().getMessage());
                assertTrue(message.contains(folder.toString()) && message.contains("dataset-fashion-mnist"), message);
            }
        }
    }

    private static String name(Path program) {
        return program.getFileName().toString().replace(".java", "");
    }

    @Test
    void theQuickStartOfDeeplearning4jFindsPositives() throws Exception {
        String printed = run("QuickStartDl4j");
        Matcher lines = Pattern.compile("loss (\\S+)\\R(\\S+) examples are found, (\\S+) are positive\\R")
                .matcher(printed);
        assertTrue(lines.matches(), printed);
        // Where nothing is learned it is a quarter of log 2 over 4.
        assertTrue(Double.parseDouble(lines.group(1)) < 0.02, printed);
        assertTrue(Double.parseDouble(lines.group(2)) > 0.5 * Double.parseDouble(lines.group(3)), printed);
    }

    @Test
    void theQuickStartOfDjlIsNotMovedByOutliers() throws Exception {
        String printed = run("QuickStartDjl");
        // Squared error gives 6 plus the outliers' mean, 2.5.
        assertEquals(
                6, Double.parseDouble(printed.replaceFirst("2 becomes ", "").trim()), 0.5);
    }

    private static String run(String program, String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
