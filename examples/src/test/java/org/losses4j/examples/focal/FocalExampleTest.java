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
import org.losses4j.examples.data.Split;
import org.losses4j.examples.data.Table;
import org.losses4j.examples.metrics.PrecisionRecall;
import org.losses4j.examples.network.Network;
import org.losses4j.examples.network.Networks;
import org.losses4j.loss.classification.SigmoidFocal;

class FocalExampleTest {
    private static final int FEATURES = 30;
    private static final Objective FOCAL = Objective.of(new SigmoidFocal(null, 2));

    @ParameterizedTest
    @EnumSource
    void learnsAndPredictsTheSameWhenRestored(Networks networks, @TempDir Path folder) throws IOException {
        Split data = RareMalignant.split(1);
        try (Network network = networks.create(FOCAL, FEATURES, 1)) {
            double untrained = averagePrecision(network, data);
            double[] trained = train(network, data);
            // By chance it is the share of the positives, a twentieth.
            assertTrue(averagePrecision(network, data) > 0.5, "from " + untrained);
            network.save(folder);
            try (Network restored = networks.restore(FOCAL, FEATURES, folder)) {
                assertArrayEquals(trained, restored.outputs(data.test().features()));
                restored.trainEpoch(Batches.of(data.train(), 32, 2).epoch());
                assertNotEquals(
                        Arrays.toString(trained),
                        Arrays.toString(restored.outputs(data.test().features())),
                        "a restored network learns on");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalSeedsGiveEqualNetworks(Networks networks) throws IOException {
        Split data = RareMalignant.split(2);
        double[][] scores = new double[3][];
        for (int i = 0; i < 3; i++) {
            try (Network network = networks.create(FOCAL, FEATURES, i == 2 ? 6 : 5)) {
                scores[i] = train(network, data);
            }
        }
        assertArrayEquals(scores[0], scores[1]);
        assertNotEquals(Arrays.toString(scores[0]), Arrays.toString(scores[2]));
    }

    @Test
    void crossEntropyIsFocalLossWithoutFocus() throws IOException {
        Objective bce = new FocalExample()
                .contenders(RareMalignant.split(3).train())
                .get(1)
                .objective();
        Objective unfocused = Objective.of(new SigmoidFocal(null, 0));
        try (Network one = Networks.DL4J.create(bce, FEATURES, 3);
                Network other = Networks.DL4J.create(unfocused, FEATURES, 3)) {
            Split data = RareMalignant.split(3);
            // One epoch: what differs by rounding grows apart in a longer training.
            assertArrayEquals(train(one, data, 1), train(other, data, 1), 1e-3);
        }
    }

    @Test
    void theWeightBalancesTheClasses() throws IOException {
        String weighted = new FocalExample()
                .contenders(RareMalignant.split(4).train())
                .get(2)
                .objective()
                .spec()
                .toString();
        assertTrue(weighted.contains("pos_weight=[" + 250 / 13.0), weighted);
    }

    private static double[] train(Network network, Split data) {
        return train(network, data, 20);
    }

    private static double[] train(Network network, Split data, int epochs) {
        Batches<Table> batches = Batches.of(data.train(), 32, 1);
        for (int epoch = 0; epoch < epochs; epoch++) {
            network.trainEpoch(batches.epoch());
        }
        double[] scores = network.outputs(data.test().features());
        assertEquals(data.test().size(), scores.length);
        return scores;
    }

    private static double averagePrecision(Network network, Split data) {
        return PrecisionRecall.of(
                        network.outputs(data.test().features()), data.test().labels())
                .averagePrecision();
    }
}
