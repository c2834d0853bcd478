package org.losses4j.examples.multilabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.DigitPairs;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.network.ImageNetwork;

class MultilabelNetworksTest {

    @ParameterizedTest
    @EnumSource
    void learnsAndLearnsOnWhenRestored(Framework framework, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        MultilabelExample.Pairs experiment = new MultilabelExample.Pairs(Optional.empty());
        DigitPairs data = experiment.data(3);
        Objective objective = experiment.contenders(3).get(0).objective();
        List<Samples> batches = Batches.of(data.train(), 50, 3).epoch().subList(0, 6);
        float[][] images = batches.get(0).images();
        try (ImageNetwork network = MultilabelExample.Pairs.network(objective, framework, data, 3)) {
            double before = network.train(batches.get(0));
            for (int i = 0; i < 15; i++) {
                batches.forEach(network::train);
            }
            double after = network.train(batches.get(0));
            assertTrue(after < 0.8 * before, before + " → " + after);
            float[][] outputs = network.outputs(images);
            assertEquals(10, outputs[0].length);
            network.save(folder);
            try (ImageNetwork restored = MultilabelExample.Pairs.restore(objective, framework, data, folder)) {
                assertTrue(Arrays.deepEquals(outputs, restored.outputs(images)));
                restored.train(batches.get(0));
                assertFalse(Arrays.deepEquals(outputs, restored.outputs(images)), "a restored network learns on");
            }
        }
    }

    // An untrained network says about 0 for everything: the loss of a label is then log 2 · mean of (v·y + 1 − y), and
    // weights of (1 − f) / f make that 2 (1 − f).
    @Test
    void weightsBalanceEachLabel() throws IOException {
        MultilabelExample.Pairs experiment = new MultilabelExample.Pairs(Optional.empty());
        double[] frequencies = experiment.data(5).frequencies();
        String text = experiment.contenders(5).get(0).objective().spec().toString();
        assertTrue(text.contains("pos_weight=[" + (1 - frequencies[0]) / frequencies[0] + ","), text);
        assertTrue(frequencies[0] > 0.5 && frequencies[9] < 0.1, Arrays.toString(frequencies));
    }
}
