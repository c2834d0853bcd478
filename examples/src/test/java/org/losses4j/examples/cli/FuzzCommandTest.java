package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.conformance.Execution;

/**
 * Half a minute of random cases on everything that computes losses. {@code -Dlosses4j.fuzz.seed} and {@code
 * -Dlosses4j.fuzz.seconds} choose others.
 */
class FuzzCommandTest {
    private static final long SECONDS = 30;

    @TempDir
    private Path folder;

    @Test
    void everyExecutionAgreesWithTheFormulas() {
        long seed = Long.getLong("losses4j.fuzz.seed", 2);
        long seconds = Long.getLong("losses4j.fuzz.seconds", SECONDS);
        Outcome outcome = fuzz(seconds, "--seed", Long.toString(seed));

        assertEquals(
                0,
                outcome.status(),
                () -> outcome.out() + files() + "again by: examples/run fuzz --seed " + seed + " --minutes "
                        + seconds / 60.0);
        for (Execution execution : Executions.named(List.of(Executions.ALL, "engine", "engine32"))) {
            // How many it gets to in the time depends on the machine and on what else that does.
            assertTrue(compared(outcome, execution.name()) > 0, () -> execution.name() + "\n" + outcome.out());
        }
    }

    @Test
    void aLossAndAnExecutionMayBeChosen() {
        Outcome outcome = fuzz(3, "--seed", "5", "--loss", "huber", "--on", "graph");

        assertEquals(0, outcome.status(), outcome.out());
        assertTrue(outcome.out().startsWith("seed 5"), outcome.out());
        assertTrue(compared(outcome, "graph") > 100, outcome.out());
        assertEquals(0, compared(outcome, "engine"), outcome.out());
        assertEquals("nothing wrong", outcome.lastLine());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--loss=hubber", "--on=nothing", "--minutes=0", "--seed=x"})
    void whatMakesNoSenseIsRefused(String option) {
        Outcome outcome = Outcome.of("fuzz", option);

        assertEquals(2, outcome.status());
        assertTrue(outcome.err().contains(option.substring(2, 4)), outcome.err());
    }

    private Outcome fuzz(long seconds, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "fuzz",
                                "--minutes",
                                String.format(Locale.ROOT, "%.4f", seconds / 60.0),
                                "--out",
                                folder.toString()),
                        Stream.of(more))
                .toList();
        return Outcome.of(arguments.toArray(String[]::new));
    }

    /** The number in the line of an execution. */
    private static long compared(Outcome outcome, String execution) {
        return outcome.lines().stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[0].equals(execution) && words.length > 3 && words[2].equals("cases"))
                .mapToLong(words -> Long.parseLong(words[3]))
                .sum();
    }

    private String files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(FuzzCommandTest::text).collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void looksAtTheFolderBeforeItBegins(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Outcome outcome = Outcome.of(
                "fuzz", "--minutes", "0.01", "--out", file.resolve("cases").toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("Cannot write case files"), outcome.err());
        assertEquals("", outcome.out());
    }
}
