package org.losses4j.examples.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.examples.data.DigitScenes;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.tensor.ReferenceTensor;

class SegmentationNetworksTest {
    private static final int PIXELS = DigitScenes.SIDE * DigitScenes.SIDE;

    @ParameterizedTest
    @EnumSource
    void trainsOnTheObjectiveAndLearnsOnWhenRestored(Framework framework, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        SegmentationExample example = new SegmentationExample();
        Objective objective = example.contenders(3).get(0).objective();
        Samples batch = DigitScenes.of(Digits.bundled(), 6, 3).samples();
        try (ImageNetwork network = SegmentationExample.network(objective, framework, 3)) {
            double expected = value(objective, network.outputs(batch.images()), batch.targets());
            assertEquals(expected, network.train(batch), 1e-5, "the loss is the objective of all pixels, by scene");
            for (int i = 0; i < 24; i++) {
                network.train(batch);
            }
            float[][] outputs = network.outputs(batch.images());
            assertTrue(value(objective, outputs, batch.targets()) < 0.95 * expected);
            network.save(folder);
            try (ImageNetwork restored = SegmentationExample.restore(objective, framework, folder)) {
                assertTrue(Arrays.deepEquals(outputs, restored.outputs(batch.images())));
                restored.train(batch);
                assertFalse(
                        Arrays.deepEquals(outputs, restored.outputs(batch.images())), "a restored network learns on");
            }
        }
    }

    private static double value(Objective objective, float[][] logits, float[][] masks) {
        return objective.value(Inputs.of(tensor(logits), tensor(masks))).item();
    }

    private static ReferenceTensor tensor(float[][] rows) {
        double[] values = new double[rows.length * PIXELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / PIXELS][i % PIXELS];
        }
        return ReferenceTensor.of(values, rows.length, PIXELS, 1);
    }

    @Test
    void smallDigitsAreJudgedWithinTheirSquares() throws IOException {
        DigitScenes scenes = DigitScenes.of(Digits.bundled(), 5, 4);
        float[][] truth = new float[5][PIXELS];
        for (int i = 0; i < 5; i++) {
            for (int at = 0; at < PIXELS; at++) {
                truth[i][at] = scenes.samples().targets()[i][at] == 1 ? 1 : -1;
            }
        }
        Masks right = new Masks(truth, scenes);
        assertEquals(1, right.all());
        assertEquals(10, right.small().size());
        assertTrue(right.small().stream().allMatch(iou -> iou == 1));
        DigitScenes.Box box = scenes.small().get(2).get(1);
        for (int y = box.top(); y < box.top() + 8; y++) {
            Arrays.fill(truth[2], y * DigitScenes.SIDE + box.left(), y * DigitScenes.SIDE + box.left() + 8, -1f);
        }
        Masks oneMissed = new Masks(truth, scenes);
        assertEquals(0, oneMissed.small().get(5));
        assertEquals(1, oneMissed.small().get(0));
        assertTrue(oneMissed.all() < 1);
    }
}
