package org.losses4j.examples.focal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.RareMalignant;
import org.losses4j.examples.metrics.PrecisionRecall;
import org.losses4j.loss.classification.SigmoidFocal;

class FocalExampleTest {
    private static final int FEATURES = 30;
    private static final Objective FOCAL = Objective.of(new SigmoidFocal(null, 2));

    @ParameterizedTest
    @EnumSource
    void learnsAndPredictsTheSameWhenRestored(Scorers scorers, @TempDir Path folder) throws IOException {
        RareMalignant data = RareMalignant.split(1);
        try (Scorer scorer = scorers.create(FOCAL, FEATURES, 1)) {
            double untrained = averagePrecision(scorer, data);
            double[] trained = train(scorer, data);
            assertTrue(averagePrecision(scorer, data) > Math.max(0.95, untrained), "from " + untrained);
            scorer.save(folder);
            try (Scorer restored = scorers.restore(FOCAL, FEATURES, folder)) {
                assertArrayEquals(trained, restored.scores(data.test().features()));
                restored.trainEpoch(new Batches(data.train(), 32, 2).epoch());
                assertNotEquals(
                        Arrays.toString(trained),
                        Arrays.toString(restored.scores(data.test().features())),
                        "a restored network learns on");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalSeedsGiveEqualNetworks(Scorers scorers) throws IOException {
        RareMalignant data = RareMalignant.split(2);
        double[][] scores = new double[3][];
        for (int i = 0; i < 3; i++) {
            try (Scorer scorer = scorers.create(FOCAL, FEATURES, i == 2 ? 6 : 5)) {
                scores[i] = train(scorer, data);
            }
        }
        assertArrayEquals(scores[0], scores[1]);
        assertNotEquals(Arrays.toString(scores[0]), Arrays.toString(scores[2]));
    }

    @Test
    void crossEntropyIsFocalLossWithoutFocus() throws IOException {
        Objective bce = Contender.all(RareMalignant.split(3).train()).get(1).objective();
        Objective unfocused = Objective.of(new SigmoidFocal(null, 0));
        try (Scorer one = Scorers.DL4J.create(bce, FEATURES, 3);
                Scorer other = Scorers.DL4J.create(unfocused, FEATURES, 3)) {
            RareMalignant data = RareMalignant.split(3);
            assertArrayEquals(train(one, data), train(other, data), 1e-3);
        }
    }

    @Test
    void theWeightBalancesTheClasses() throws IOException {
        String weighted = Contender.all(RareMalignant.split(4).train())
                .get(2)
                .objective()
                .spec()
                .toString();
        assertTrue(weighted.contains("pos_weight=[" + 250 / 13.0), weighted);
    }

    private static double[] train(Scorer scorer, RareMalignant data) {
        Batches batches = new Batches(data.train(), 32, 1);
        for (int epoch = 0; epoch < 20; epoch++) {
            scorer.trainEpoch(batches.epoch());
        }
        double[] scores = scorer.scores(data.test().features());
        assertEquals(data.test().size(), scores.length);
        return scores;
    }

    private static double averagePrecision(Scorer scorer, RareMalignant data) {
        return PrecisionRecall.of(
                        scorer.scores(data.test().features()), data.test().labels())
                .averagePrecision();
    }
}
