package org.losses4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 16, 1000})
    void isAFewPlainLinesWhereThereIsNoTerminal(int epochs) {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Progress progress = Progress.of("focal", epochs)) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                progress.step("seed 1, Dice", 0.25);
            }
        } finally {
            System.setErr(before);
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertFalse(text.contains("\r"), text);
        List<String> lines = text.lines().toList();
        assertTrue(lines.size() <= 11, text);
        assertEquals("focal: 1 of " + epochs + " epochs, loss 0.25000, seed 1, Dice", lines.get(0));
        assertTrue(lines.get(lines.size() - 1).startsWith("focal: " + epochs + " of " + epochs), text);
    }
}
