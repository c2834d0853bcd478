package org.losses4j.examples.focal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.Inputs;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.Images;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

class DetectorsTest {
    private static final int KINDS = 10;
    private static final int STEPS = 40;

    @ParameterizedTest
    @CsvSource({"DL4J, focal", "DJL, focal", "DL4J, weighted cross-entropy", "DJL, weighted cross-entropy"})
    void trainsOnTheObjectiveAndLearnsOnWhenRestored(Framework framework, String title, @TempDir Path folder)
            throws IOException {
        Recipe recipe = Recipe.named(title, KINDS);
        Samples batch = new Grid(KINDS).samples(ClutteredScenes.of(Images.of(Digits.bundled()), 5, 3));
        try (ImageNetwork network = FocalExample.network(framework, recipe, KINDS, STEPS, 3)) {
            double expected = value(recipe, network.outputs(batch.images()), batch.targets());
            assertEquals(expected, network.train(batch), 1e-5 * expected, "the sum over cells and classes, by scene");
            for (int i = 0; i < 10; i++) {
                network.train(batch);
            }
            float[][] outputs = network.outputs(batch.images());
            assertTrue(value(recipe, outputs, batch.targets()) < 0.95 * expected);
            network.save(folder);
            try (ImageNetwork restored = FocalExample.restore(framework, recipe, KINDS, STEPS, folder)) {
                assertTrue(Arrays.deepEquals(outputs, restored.outputs(batch.images())));
                restored.train(batch);
                assertFalse(
                        Arrays.deepEquals(outputs, restored.outputs(batch.images())), "a restored network learns on");
            }
        }
    }

    private static double value(Recipe recipe, float[][] outputs, float[][] targets) {
        Map<String, Tensor> inputs = Map.of(
                "prediction", channelsLast(outputs, 0, KINDS),
                "target", channelsLast(targets, 0, KINDS),
                "boxes", channelsLast(outputs, KINDS, Grid.BOX),
                "true_boxes", channelsLast(targets, KINDS, Grid.BOX),
                "positive",
                        channelsLast(targets, KINDS + Grid.BOX, 1)
                                .reshape(Shape.of(targets.length, Grid.CELLS, Grid.CELLS)));
        return recipe.objective().value(Inputs.of(inputs)).item();
    }

    private static Tensor channelsLast(float[][] rows, int from, int channels) {
        double[] values = new double[rows.length * Grid.AREA * channels];
        for (int i = 0; i < values.length; i++) {
            int cell = i / channels % Grid.AREA;
            values[i] = rows[i / channels / Grid.AREA][(from + i % channels) * Grid.AREA + cell];
        }
        return ReferenceTensor.of(values, rows.length, Grid.CELLS, Grid.CELLS, channels);
    }
}
