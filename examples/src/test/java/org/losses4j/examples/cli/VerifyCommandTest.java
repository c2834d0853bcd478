package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
    private static final String HUBER = """
            {"name": "mine/huber", "loss": "huber", "params": {"delta": 0.5}, "example": "mean", "batch": "mean",
             "inputs": {"prediction": [[1.0, 0.25]], "target": [[0.0, 0.0]]},
             "expected": %s, "gradients": {"prediction": [[0.25, %s]]}}""";
    // Huber(0.5) of 1 and 0.25: 0.375 and 0.03125; their mean is 0.203125, its gradient 0.5 / 2 and 0.25 / 2.
    private static final String RIGHT = HUBER.formatted("0.203125", "0.125");

    @TempDir
    private Path folder;

    @Test
    void passesWhatIsRight() throws IOException {
        Outcome outcome = verify("[" + RIGHT + "]", "--on", "reference,graph");
        assertEquals(0, outcome.status(), outcome.out());
        assertEquals("2 passed, 0 failed, 0 skipped", outcome.out().strip());
    }

    @Test
    void everyExecutionPassesWhatIsRight() throws IOException {
        Outcome outcome = verify("[" + RIGHT + "]", "--on", "all");
        assertEquals(0, outcome.status(), outcome.out());
        assertEquals(Executions.named(List.of("all")).size() + " passed, 0 failed, 0 skipped", outcome.lastLine());
        assertEquals(outcome.lastLine(), verify("[" + RIGHT + "]").lastLine(), "all is the default");
    }

    @Test
    void namesCaseExecutionGotAndWantedOfAWrongValue() throws IOException {
        Outcome outcome = verify("[" + RIGHT + "," + HUBER.formatted("0.3", "0.125") + "]", "--on", "graph");
        assertEquals(1, outcome.status());
        assertEquals(2, outcome.lines().size(), outcome.out());
        for (String wanted : new String[] {"cases.json: mine/huber", "graph", "value", "0.203125", "0.3"}) {
            assertTrue(outcome.lines().get(0).contains(wanted), outcome.out());
        }
        assertEquals("1 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @Test
    void aWrongGradientFails() throws IOException {
        Outcome outcome = verify("[" + HUBER.formatted("0.203125", "0.126") + "]", "--on", "reference");
        assertEquals(1, outcome.status());
        assertTrue(outcome.lines().get(0).contains("gradient by prediction"), outcome.out());
        assertEquals("0 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "-inf", "nan"})
    void aFiniteValueIsNotTheInfiniteOneThatWasRecorded(String recorded) throws IOException {
        Outcome outcome = verify("[" + HUBER.formatted("\"" + recorded + "\"", "0.125") + "]", "--on", "reference");
        assertEquals(1, outcome.status(), outcome.out());
        assertEquals("0 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @Test
    void aCaseThatIsWrongTwiceCountsOnce() throws IOException {
        Outcome outcome = verify("[" + HUBER.formatted("0.3", "0.126") + "]", "--on", "reference");
        assertEquals(3, outcome.lines().size(), outcome.out());
        assertEquals("0 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"huber\"|\"hubber\"|huber",
                "\"delta\"|\"delto\"|delta",
                "0.5|-0.5|delta",
                "\"mean\"|\"median\"|median",
                "\"target\"|\"goal\"|goal",
                "[[0.0, 0.0]]|[[0.0], [0.0]]|target",
                "[[0.0, 0.0]]|[[0.0], 0.0]|mine/huber",
                "0.203125|\"a lot\"|mine/huber",
                "\"gradients\"|\"gradient\"|\"gradient\"",
                "\"example\"|\"exmple\"|\"exmple\"",
                "\"expected\"|\"expect\"|\"expect\"",
                "\"expected\": 0.203125,|\"rtol\": 1,|\"expected\" is missing",
                "\"expected\": 0.203125|\"expected\": [[], []]|would check nothing",
                "\"name\": \"mine/huber\",|``|a case without a name: \"name\" is missing",
                "\"gradients\"|\"rtoll\": 1e-9, \"gradients\"|\"rtoll\"",
                "\"gradients\"|\"rtol\": -1e-9, \"gradients\"|\"rtol\" is a tolerance",
                "\"gradients\"|\"rtol\": \"inf\", \"gradients\"|\"rtol\" is a tolerance",
                "\"gradients\"|\"atol\": \"nan\", \"gradients\"|\"atol\" is a tolerance",
                "\"gradients\"|\"atol\": \"1e-9\", \"gradients\"|expected a number",
            })
    void whatCannotBeRunFails(String right, String wrong, String named) throws IOException {
        Outcome outcome = verify("[" + RIGHT.replaceFirst(right.replace("[", "\\["), wrong) + "]", "--on", "reference");
        assertEquals(1, outcome.status());
        assertTrue(outcome.lines().get(0).contains(named), outcome.out());
        assertEquals(2, outcome.lines().size(), outcome.out());
        assertEquals("0 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{\"name\":|line 1",
                "{\"name\": \"a list is missing\"}|line 1",
                "[]|empty",
                "[null]|null in a case's place",
                "[3]|line 1",
                "[{\"name\": \"a\", \"name\": \"b\"}]|Duplicate",
                "[{\"name\": \"a\"}] []|line 1",
                "``|line 1",
            })
    void aFileThatHoldsNoCasesFails(String text, String named) throws IOException {
        Outcome outcome = verify(text, "--on", "reference");
        assertEquals(1, outcome.status(), outcome.out());
        assertTrue(outcome.lines().get(0).contains("cases.json"), outcome.out());
        assertTrue(outcome.lines().get(0).contains(named), outcome.out());
        assertEquals("0 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @Test
    void aMissingFileFailsAndTheOthersAreRun() throws IOException {
        Path right = Files.writeString(folder.resolve("right.json"), "[" + RIGHT + "]");
        Outcome outcome =
                Outcome.of("verify", folder.resolve("none.json").toString(), right.toString(), "--on", "reference");
        assertEquals(1, outcome.status());
        assertTrue(outcome.lines().get(0).contains("none.json: there is no such file"), outcome.out());
        assertEquals("1 passed, 1 failed, 0 skipped", outcome.lastLine());
    }

    @Test
    void aFolderIsNoFileOfCases() {
        Outcome outcome = Outcome.of("verify", folder.toString(), "--on", "reference");
        assertEquals(1, outcome.status());
        assertTrue(outcome.lines().get(0).contains(folder.getFileName().toString() + ": "), outcome.out());
    }

    @Test
    void anUnknownExecutionIsAWrongCommandLine() throws IOException {
        Outcome outcome = verify("[" + RIGHT + "]", "--on", "reference,gpu");
        assertEquals(2, outcome.status());
        assertTrue(outcome.err().contains("'gpu'; there are reference, graph"), outcome.err());
        assertEquals(2, Outcome.of("verify").status(), "no file");
    }

    @Test
    void executionsMayBeRepeated() throws IOException {
        Outcome outcome = verify("[" + RIGHT + "]", "--on", "reference", "--on", "graph", "--on", "graph");
        assertEquals("2 passed, 0 failed, 0 skipped", outcome.lastLine());
    }

    private Outcome verify(String text, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("cases.json"), text);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "verify";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Outcome.of(arguments);
    }
}
