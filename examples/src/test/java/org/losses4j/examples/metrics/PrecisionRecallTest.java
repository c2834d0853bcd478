package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wanted values: scikit-learn 1.9.1, average_precision_score and precision_recall_curve. */
class PrecisionRecallTest {
    private static final double[] NORMAL = {
        1.7, -0.5, 0.0, 0.4, -0.8, 0.0, -0.0, -1.8, 1.0, 0.6, -0.6, -0.2, 0.5, -0.3, -0.2, -1.5, 0.6, 0.1, 0.3, -1.5,
        1.7, 0.2, -0.4, 2.0, -0.0, -1.5, -0.4, -2.3, 1.0, -0.4, -0.7, 1.1, -1.7, 0.5, -2.1, -0.7, -1.2, 1.5, 1.8, -0.3
    };
    private static final double[] NORMAL_LABELS = {
        0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0,
        0, 0, 0
    };

    @SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
    record Ranking(double[] scores, double[] labels, double averagePrecision, double[] recallAt90And75And50) {}

    static Stream<Ranking> rankings() {
        return Stream.of(
                new Ranking(
                        new double[] {0.1, 0.4, 0.35, 0.8},
                        new double[] {0, 0, 1, 1},
                        0.8333333333333333,
                        new double[] {0.5, 0.5, 1}),
                new Ranking(new double[] {0.5, 0.5, 0.5, 0.5}, new double[] {1, 0, 0, 1}, 0.5, new double[] {0, 0, 1}),
                new Ranking(
                        new double[] {0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505},
                        new double[] {1, 1, 0, 1, 0, 1, 0, 0, 1, 0},
                        0.7944444444444445,
                        new double[] {0.4, 0.6, 1}),
                new Ranking(
                        new double[] {3, 3, 2, 2, 1, 1, 0, 0, -1, -1, -2},
                        new double[] {1, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1},
                        0.764520202020202,
                        new double[] {1 / 3.0, 0.5, 1}),
                new Ranking(new double[] {1, 2, 3}, new double[] {1, 0, 0}, 0.3333333333333333, new double[] {0, 0, 0}),
                new Ranking(NORMAL, NORMAL_LABELS, 0.18040480638506223, new double[] {0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("rankings")
    void isWhatScikitLearnSays(Ranking ranking) {
        PrecisionRecall curve = PrecisionRecall.of(ranking.scores(), ranking.labels());
        assertEquals(ranking.averagePrecision(), curve.averagePrecision(), 1e-15);
        assertEquals(ranking.recallAt90And75And50()[0], curve.recallAtPrecision(0.9), 1e-15);
        assertEquals(ranking.recallAt90And75And50()[1], curve.recallAtPrecision(0.75), 1e-15);
        assertEquals(ranking.recallAt90And75And50()[2], curve.recallAtPrecision(0.5), 1e-15);
    }

    @Test
    void refusesWhatHasNoAnswer() {
        assertThrows(
                IllegalArgumentException.class, () -> PrecisionRecall.of(new double[] {1, 2}, new double[] {0, 0}));
        assertThrows(
                IllegalArgumentException.class, () -> PrecisionRecall.of(new double[] {1, 2}, new double[] {0, 0.5}));
        assertThrows(IllegalArgumentException.class, () -> PrecisionRecall.of(new double[] {1}, new double[] {0, 1}));
        IllegalArgumentException diverged = assertThrows(
                IllegalArgumentException.class,
                () -> PrecisionRecall.of(new double[] {1, Double.NaN}, new double[] {0, 1}));
        assertTrue(diverged.getMessage().contains("diverged"), diverged.getMessage());
    }
}
