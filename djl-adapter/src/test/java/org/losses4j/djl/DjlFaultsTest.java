package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;

/** Where DJL's own losses are wrong, ours are right; if one of DJL's is mended, its line here fails and may go. */
class DjlFaultsTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void binaryCrossEntropyOfProbabilitiesIsPositive() {
        NDArray p = manager.create(new float[] {0.9f, 0.1f}, new Shape(1, 2));
        NDArray y = manager.create(new float[] {1, 0}, new Shape(1, 2));
        double djl = Loss.sigmoidBinaryCrossEntropyLoss("", 1, true)
                .evaluate(new NDList(y), new NDList(p))
                .getFloat();
        assertTrue(djl < 0, "DJL's sign is wrong: " + djl);
        assertEquals(0.1054, value("binary_cross_entropy(from_logits=false)", y, p), 5e-5);
    }

    @Test
    void absoluteErrorWithAWeightStillSeesThePrediction() {
        NDArray y = manager.create(new float[] {1, 2}, new Shape(1, 2));
        NDArray p = manager.create(new float[] {4, 6}, new Shape(1, 2));
        NDArray q = manager.create(new float[] {-9, 3}, new Shape(1, 2));
        Loss djl = Loss.l1Loss("", 2);
        assertEquals(
                djl.evaluate(new NDList(y), new NDList(p)).getFloat(),
                djl.evaluate(new NDList(y), new NDList(q)).getFloat());
        ObjectiveLoss ours = ObjectiveLoss.builder(Objective.of(Losses.of("mean_absolute_error")))
                .scale(2)
                .build();
        assertEquals(7, ours.evaluate(new NDList(y), new NDList(p)).getFloat(), 1e-6);
        assertEquals(11, ours.evaluate(new NDList(y), new NDList(q)).getFloat(), 1e-6);
    }

    @Test
    void crossEntropyOfProbabilitiesTakesProbabilities() {
        NDArray p = manager.create(new float[] {0.7f, 0.2f, 0.1f}, new Shape(1, 3));
        NDArray y = manager.create(new long[] {0});
        double djl = Loss.softmaxCrossEntropyLoss("", 1, -1, true, false)
                .evaluate(new NDList(y), new NDList(p))
                .getFloat();
        assertEquals(-0.7, djl, 1e-6, "DJL takes log-probabilities here");
        assertEquals(0.3567, value("sparse_categorical_cross_entropy(from_logits=false)", y, p), 5e-5);
    }

    @Test
    void sparseLabelsMayHaveTimeStepsAndIgnoredPlaces() {
        NDArray z = manager.create(new float[] {2, 1, 0.1f, 0, 0, 0, 5, 5, 5, 1, 2, 3}, new Shape(2, 2, 3));
        NDArray y = manager.create(new long[] {0, -100, 1, 2}, new Shape(2, 2));
        Loss djl = Loss.softmaxCrossEntropyLoss();
        assertThrows(RuntimeException.class, () -> djl.evaluate(new NDList(y), new NDList(z)));
        double first = Math.log(Math.exp(2) + Math.exp(1) + Math.exp(0.1)) - 2;
        double third = Math.log(3);
        double fourth = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 3;
        LossObjective ours = Objective.of(Losses.of("sparse_categorical_cross_entropy(ignore_index=-100)"));
        assertEquals(
                (first + third + fourth) / 3,
                new ObjectiveLoss(ours.reduce(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN))
                        .evaluate(new NDList(y), new NDList(z))
                        .getFloat(),
                1e-6);
    }

    @Test
    void maskedCrossEntropyWorks() {
        NDArray z = manager.create(new float[] {2, 1, 0.1f, Float.NaN, 0, 0}, new Shape(1, 2, 3));
        NDArray y = manager.create(new long[] {0, 0}, new Shape(1, 2));
        NDArray mask = manager.create(new float[] {1, 0}, new Shape(1, 2));
        Loss djl = Loss.maskedSoftmaxCrossEntropyLoss();
        assertThrows(
                RuntimeException.class,
                () -> djl.evaluate(new NDList(y, manager.create(new long[] {1})), new NDList(z)));
        ObjectiveLoss ours = ObjectiveLoss.builder(Objective.of(Losses.of("sparse_categorical_cross_entropy")))
                .labels("target", "mask")
                .build();
        assertEquals(0.4170, ours.evaluate(new NDList(y, mask), new NDList(z)).getFloat(), 5e-5);
    }

    @Test
    void squaredErrorIsNotHalved() {
        NDArray p = manager.create(new float[] {3, 4}, new Shape(1, 2));
        NDArray y = manager.create(new float[] {2, 5}, new Shape(1, 2));
        assertEquals(0.5, Loss.l2Loss().evaluate(new NDList(y), new NDList(p)).getFloat());
        assertEquals(1, value("mean_squared_error", y, p));
    }

    @Test
    void labelsOfAnotherShapeAreRefused() {
        NDArray p = manager.create(new float[] {1, 2, 3, 4}, new Shape(4, 1));
        NDArray y = manager.create(new float[] {1, 2, 3, 4}, new Shape(4));
        Loss.l2Loss().evaluate(new NDList(y), new NDList(p));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> value("mean_squared_error", y, p));
        assertTrue(error.getMessage().contains("'target' has the shape [4], wanted [4, 1]"), error.getMessage());
    }

    @Test
    void slopesAtKinksAreSubgradients() {
        NDArray p = manager.create(new float[] {1, 1}, new Shape(1, 2));
        NDArray y = manager.create(new float[] {1, 1}, new Shape(1, 2));
        p.setRequiresGradient(true);
        for (ExecutionMode mode : ExecutionMode.values()) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                ObjectiveLoss ours = ObjectiveLoss.builder(Objective.of(Losses.of("mean_absolute_error")))
                        .executionMode(mode)
                        .build();
                collector.backward(ours.evaluate(new NDList(y), new NDList(p)));
            }
            assertArrayEquals(new float[2], p.getGradient().toFloatArray(), "on " + mode);
        }
    }

    @Test
    void resultsDoNotPileUpInTheManagerOfTheLabels() {
        try (NDManager labels = manager.newSubManager();
                NDManager predictions = manager.newSubManager()) {
            NDArray y = labels.create(new float[] {2, 5}, new Shape(1, 2));
            NDArray p = predictions.create(new float[] {3, 4}, new Shape(1, 2));
            int before = labels.getManagedArrays().size();
            Loss.l1Loss().evaluate(new NDList(y), new NDList(p));
            assertTrue(labels.getManagedArrays().size() > before, "DJL's own loss leaves results with the labels");
            int afterDjl = labels.getManagedArrays().size();
            for (ExecutionMode mode : ExecutionMode.values()) {
                int predictionsBefore = predictions.getManagedArrays().size();
                ObjectiveLoss.builder(Objective.of(Losses.of("mean_absolute_error")))
                        .executionMode(mode)
                        .build()
                        .evaluate(new NDList(y), new NDList(p));
                assertEquals(afterDjl, labels.getManagedArrays().size(), "on " + mode);
                assertEquals(
                        predictionsBefore + 1, predictions.getManagedArrays().size(), "on " + mode);
            }
        }
    }

    private double value(String loss, NDArray y, NDArray p) {
        return new ObjectiveLoss(Losses.of(loss))
                .evaluate(new NDList(y), new NDList(p))
                .getFloat();
    }
}
