package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void helpsWithEveryCommand() {
        assertEquals(0, Outcome.of("--help").status());
        for (String command : new String[] {"losses", "train", "verify"}) {
            assertTrue(Outcome.of("--help").out().contains("  " + command), command);
            Outcome outcome = Outcome.of(command, "--help");
            assertEquals(0, outcome.status());
            assertTrue(outcome.out().contains("Usage: examples/run " + command), outcome.out());
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (String[] arguments : new String[][] {{}, {"learn"}, {"losses", "--colour"}, {"losses", "a", "b"}}) {
            Outcome outcome = Outcome.of(arguments);
            assertEquals(2, outcome.status(), outcome.out());
            assertTrue(outcome.err().contains("Usage: "), outcome.err());
        }
    }
}
