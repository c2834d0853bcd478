package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;

/** What the executor does beside handing gradients to autograd. */
class ObjectiveExecutorTest {
    private static final double[][] LOGITS = {{2, 1, 0.1}, {-1, 0.5, 3}};
    private static final int[] CLASSES = {0, 1};

    @ParameterizedTest
    @EnumSource
    void gradientsOverwriteAnArrayOnEveryRoad(Road road) {
        Objective objective =
                Objective.parse("objective(loss=sparse_categorical_cross_entropy(), example=mean, batch=sum)");
        ObjectiveExecutor executor = new ObjectiveExecutor(road, new org.losses4j.engine.Engine(), 0);
        double expected = 0;
        double[] slope = new double[6];
        for (int row = 0; row < 2; row++) {
            double sum = Arrays.stream(LOGITS[row]).map(Math::exp).sum();
            expected += Math.log(sum) - LOGITS[row][CLASSES[row]];
            for (int k = 0; k < 3; k++) {
                slope[3 * row + k] = Math.exp(LOGITS[row][k]) / sum - (k == CLASSES[row] ? 1 : 0);
            }
        }
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            NDArray prediction = manager.create(
                    Arrays.stream(LOGITS).flatMapToDouble(Arrays::stream).toArray(), new Shape(2, 3));
            prediction.setRequiresGradient(true);
            // The middle of an array, as a chunk's part of a larger one is.
            NDArray gradients = manager.create(new double[] {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, new Shape(4, 3));
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put("prediction", prediction);
            inputs.put("target", manager.create(CLASSES));
            int before = manager.getManagedArrays().size();
            double value = executor.value(objective, inputs, "prediction", gradients.get("1:3"));

            assertEquals(expected, value, 1e-12);
            double[] all = gradients.toDoubleArray();
            assertArrayEquals(slope, Arrays.copyOfRange(all, 3, 9), 1e-12);
            assertArrayEquals(
                    new double[] {7, 7, 7, 7, 7, 7}, new double[] {all[0], all[1], all[2], all[9], all[10], all[11]});
            assertEquals(before + 1, manager.getManagedArrays().size(), "the slice is there, and nothing else");
            double[] collected = DjlTensor.of(prediction.getGradient()).toArray();
            assertArrayEquals(new double[6], collected, "autograd is told nothing");
        }
    }
}
