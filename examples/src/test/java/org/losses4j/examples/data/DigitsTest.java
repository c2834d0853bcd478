package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigitsTest {

    @Test
    void inkIsOneAndPaperIsZero() throws IOException {
        Digits digits = Digits.bundled();
        assertEquals(1797, digits.size());
        assertEquals(
                0,
                Arrays.stream(digits.pixels())
                        .flatMapToDouble(Arrays::stream)
                        .min()
                        .orElseThrow());
        assertEquals(
                1,
                Arrays.stream(digits.pixels())
                        .flatMapToDouble(Arrays::stream)
                        .max()
                        .orElseThrow());
        // The first line of the file is a 0, whose third pixel is 5 of 16.
        assertEquals(0, digits.labels()[0]);
        assertEquals(5 / 16.0, digits.pixels()[0][2]);
        assertTrue(Arrays.stream(digits.labels()).allMatch(label -> label >= 0 && label < Digits.CLASSES));
    }

    @Test
    void noImageIsInBothParts() throws IOException {
        Digits digits = Digits.bundled();
        Digits.Parts parts = digits.split(0.2, 3);
        assertEquals(359, parts.test().size());
        assertEquals(1797 - 359, parts.train().size());
        Set<double[]> seen = new HashSet<>(List.of(parts.train().pixels()));
        assertTrue(Stream.of(parts.test().pixels()).noneMatch(seen::contains));
        assertFalse(seen.isEmpty());
    }

    @Test
    void aSeedIsASplit() throws IOException {
        Digits digits = Digits.bundled();
        int[] labels = digits.split(0.2, 3).test().labels();
        assertArrayEquals(labels, digits.split(0.2, 3).test().labels());
        assertNotEquals(
                Arrays.toString(labels),
                Arrays.toString(digits.split(0.2, 4).test().labels()));
    }
}
