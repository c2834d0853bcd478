package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LabelScoresTest {

    // Counted by hand: label 0 has 2 hits, 1 false alarm, 1 miss; label 1 is never told; label 2 is always right.
    @Test
    void countsEachLabelByItself() {
        float[][] logits = {{3, -1, -2}, {0.1f, -1, 2}, {1, 0, -1}, {-1, -4, 5}};
        float[][] labels = {{1, 0, 0}, {1, 1, 1}, {0, 1, 0}, {1, 0, 1}};
        LabelScores scores = LabelScores.of(logits, labels);
        assertArrayEquals(new double[] {2 / 3.0, 0, 1}, scores.precision(), 1e-12);
        assertArrayEquals(new double[] {2 / 3.0, 0, 1}, scores.recall(), 1e-12);
        assertArrayEquals(new double[] {2 / 3.0, 0, 1}, scores.f1(), 1e-12);
        assertEquals(5 / 9.0, LabelScores.macro(scores.f1()), 1e-12);
    }

    // Precision 1/2 and recall 1/4: F1 = 2 · (1/8) / (3/4) = 1/3.
    @Test
    void f1IsTheHarmonicMean() {
        float[][] logits = {{1}, {1}, {-1}, {-1}, {-1}};
        float[][] labels = {{1}, {0}, {1}, {1}, {1}};
        LabelScores scores = LabelScores.of(logits, labels);
        assertEquals(0.5, scores.precision()[0]);
        assertEquals(0.25, scores.recall()[0]);
        assertEquals(1 / 3.0, scores.f1()[0], 1e-12);
    }
}
