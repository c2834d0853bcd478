package org.losses4j.examples.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs to copy run, and are what they promise: single files of the frameworks and the library alone. */
class ProgramsTest {
    private static final Path FOLDER = Path.of("programs");

    static List<Path> programs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void aProgramUsesNothingOfTheExamples(Path program) throws IOException {
        String text = Files.readString(program);
        assertTrue(!text.contains("losses4j.examples") && !text.contains(".internal."), program::toString);
        assertTrue(text.lines().count() <= 120, program::toString);
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

    private static String run(String program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Class.forName(program).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
