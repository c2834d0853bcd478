package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.Losses;

class LossesCommandTest {

    @Test
    void listsEveryRegisteredLossUnderItsTask() {
        Outcome outcome = Outcome.of("losses");
        assertEquals(0, outcome.status(), outcome.err());
        Losses.registered()
                .types()
                .forEach(type -> assertEquals(
                        1,
                        outcome.lines().stream()
                                .filter(line -> line.startsWith("  " + type.name() + " "))
                                .count(),
                        type.name()));
        assertTrue(outcome.lines().contains("regression:"), outcome.out());
        assertTrue(outcome.out().contains("  log_squared_error "), outcome.out());
    }

    @Test
    void describesALossInFull() {
        Outcome outcome = Outcome.of("losses", "sigmoid_focal");
        assertEquals(0, outcome.status(), outcome.err());
        for (String wanted : new String[] {
            "binary and multi-label classification",
            "(1−p)^γ",
            "prediction, target",
            "from_logits = true, alpha = 0.25, gamma = 2.0, ",
            "sigmoid, which the loss contains",
            "arXiv:1708.02002"
        }) {
            assertTrue(outcome.out().contains(wanted), wanted + " in\n" + outcome.out());
        }
    }

    @Test
    void describesEveryLoss() {
        Losses.registered().types().forEach(type -> {
            Outcome outcome = Outcome.of("losses", type.name());
            assertEquals(0, outcome.status(), outcome.err());
            type.parameters().forEach(name -> assertTrue(outcome.out().contains(name + " = "), outcome.out()));
        });
    }

    @Test
    void namesTheNearOnesOfAnUnknownLoss() {
        Outcome outcome = Outcome.of("losses", "hubber");
        assertEquals(2, outcome.status());
        assertTrue(outcome.err().contains("Did you mean huber"), outcome.err());
        assertEquals("", outcome.out());
    }

    @Test
    void pagesReplaceNobodyElses(@TempDir Path folder) throws IOException {
        Path readme = Files.writeString(folder.resolve("README.md"), "mine");
        Outcome outcome = Outcome.of("losses", "--pages", folder.toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("is not the folder of an earlier catalogue"), outcome.err());
        assertEquals("mine", Files.readString(readme));

        Path own = folder.resolve("own");
        assertEquals(0, Outcome.of("losses", "--pages", own.toString()).status());
        Path page = Files.writeString(own.resolve("regression.md"), "mine");
        outcome = Outcome.of("losses", "--pages", own.toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("regression.md was not written as a page"), outcome.err());
        assertEquals("mine", Files.readString(page));
        Files.delete(page);
        assertEquals(0, Outcome.of("losses", "--pages", own.toString()).status());
    }

    @Test
    void pagesAreOfAllLosses(@TempDir Path folder) {
        assertEquals(
                2, Outcome.of("losses", "huber", "--pages", folder.toString()).status());
        assertEquals(2, Outcome.of("losses", "--pages", "").status());
    }

    @Test
    void parityIsOnePage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("parity.md");
        assertEquals(0, Outcome.of("losses", "--parity", file.toString()).status());
        assertTrue(Files.readString(file).contains("| `HuberLoss` | `huber(delta=1)` |"));
        assertEquals(
                2, Outcome.of("losses", "huber", "--parity", file.toString()).status());
        assertEquals(2, Outcome.of("losses", "--parity", "").status());
    }

    @Test
    void questionsAreOnePage(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("which-loss.md");
        assertEquals(0, Outcome.of("losses", "--which", file.toString()).status());
        assertTrue(Files.readString(file).contains("# Which loss for my task?"));
        assertEquals(
                2, Outcome.of("losses", "huber", "--which", file.toString()).status());
        assertEquals(2, Outcome.of("losses", "--which", "").status());
    }

    @Test
    void namesLossesForATask() {
        Outcome outcome = Outcome.of("losses", "--for", "imbalanced");
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.lines().contains("sigmoid_focal"), outcome.out());
        assertTrue(outcome.out().contains("new ObjectiveLoss(new SigmoidFocal())"), outcome.out());
        assertTrue(
                outcome.out().contains(".layer(new ObjectiveOutputLayer.Builder(new SigmoidFocal())"), outcome.out());
        assertTrue(outcome.out().contains("Positives are rare"), outcome.out());
        assertEquals(
                Outcome.of("losses", "--for", "noisy labels").out(),
                Outcome.of("losses", "--for", "noisy", "labels").out());
    }

    @Test
    void listsTheWordsThatItKnows() {
        Outcome outcome = Outcome.of("losses", "--for", "xyzzy");
        assertEquals(2, outcome.status());
        assertTrue(outcome.err().contains("No loss is known for 'xyzzy'. Known words: "), outcome.err());
        assertEquals("", outcome.out());
        assertEquals(2, Outcome.of("losses", "huber", "--for", "imbalanced").status());
        assertEquals(
                2, Outcome.of("losses", "--for", "imbalanced", "--pages", "x").status());
    }
}
