package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.losses4j.examples.laboratory.TrainingFailedException;
import picocli.CommandLine.Command;

class MainTest {

    @Test
    void helpsWithEveryCommand() {
        assertEquals(0, Outcome.of("--help").status());
        for (String command : new String[] {"losses", "train", "verify", "export"}) {
            assertTrue(Outcome.of("--help").out().contains("  " + command), command);
            Outcome outcome = Outcome.of(command, "--help");
            assertEquals(0, outcome.status());
            assertTrue(outcome.out().contains("Usage: examples/run " + command), outcome.out());
        }
    }

    @Test
    void aFailedTrainingIsALineAndAStatus() {
        StringWriter err = new StringWriter();
        int status = Main.commandLine()
                .addSubcommand("fail", new Failing())
                .setErr(new PrintWriter(err, true))
                .execute("fail");
        assertEquals(1, status);
        assertEquals("error: the loss is NaN", err.toString().strip());
    }

    @Command(name = "fail")
    private static final class Failing implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new TrainingFailedException("the loss is NaN");
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (String[] arguments : new String[][] {{}, {"learn"}, {"losses", "--colour"}, {"losses", "a", "b"}}) {
            Outcome outcome = Outcome.of(arguments);
            assertEquals(2, outcome.status(), outcome.out());
            assertTrue(outcome.err().startsWith("error: "), outcome.err());
            assertTrue(outcome.err().contains("See: examples/run"), outcome.err());
            assertTrue(outcome.err().lines().count() <= 4, outcome.err());
        }
    }
}
