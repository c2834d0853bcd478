package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.IndexLoss;
import ai.djl.training.loss.SimpleCompositeLoss;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.Reduction;
import org.losses4j.djl.execution.ExecutionMode;

class ObjectiveLossTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void takesALambda() {
        PointwiseLoss loss =
                (prediction, target) -> target.sub(prediction).square().log1p();
        NDArray value = new ObjectiveLoss(Objective.of(loss)).evaluate(list(0, 0), list(1, 2));
        assertEquals((Math.log(2) + Math.log(5)) / 2, value.getFloat(), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void bindsSeveralPredictionsByPositionOrName(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("triplet_margin")))
                .executionMode(mode)
                .build();
        NDArray anchor = array(0, 0);
        NDArray positive = array(0, 1);
        NDArray negative = array(3, 4);
        NDList labels = new NDList(array(0));
        double wanted = Math.max(0, distance(0, 1) - distance(3, 4) + 1);
        assertEquals(
                wanted,
                loss.evaluate(labels, new NDList(anchor, positive, negative)).getFloat(),
                1e-5);
        double swapped = Math.max(0, distance(3, 4) - distance(0, 1) + 1);
        assertEquals(
                swapped,
                loss.evaluate(labels, new NDList(anchor, negative, positive)).getFloat(),
                1e-5);
        anchor.setName("anchor");
        negative.setName("negative");
        assertEquals(
                wanted,
                loss.evaluate(labels, new NDList(negative, positive, anchor)).getFloat(),
                1e-5);
    }

    private static double distance(double x, double y) {
        return Math.hypot(x - 1e-6, y - 1e-6);
    }

    @Test
    void takesWeightsAndMasksAsFurtherLabels() {
        NDArray target = manager.create(new float[] {0, 0, 0}, new Shape(3, 1));
        NDArray prediction = manager.create(new float[] {1, 2, Float.NaN}, new Shape(3, 1));
        NDArray weights = array(3, 1, 7);
        NDArray mask = manager.create(new boolean[] {true, true, false});
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("mean_squared_error")))
                .labels("target", "weights", "mask")
                .build();
        NDList labels = new NDList(target, weights, mask);
        assertEquals(3.5, loss.evaluate(labels, new NDList(prediction)).getFloat(), 1e-6);
        weights.setName("weights");
        mask.setName("mask");
        assertEquals(
                3.5,
                new ObjectiveLoss(Losses.of("mean_squared_error"))
                        .evaluate(new NDList(mask, target, weights), new NDList(prediction))
                        .getFloat(),
                1e-6);
    }

    @Test
    void takesTheLengthsOfPaddedSequences() {
        float nan = Float.NaN;
        NDArray prediction = manager.create(new float[] {1, 2, nan, 3, nan, nan, nan, nan, nan}, new Shape(3, 3, 1));
        NDArray target = prediction.zerosLike();
        NDArray lengths = manager.create(new int[] {2, 1, 0});
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("mean_squared_error")))
                .labels("target", "valid_lengths")
                .build();
        assertEquals(
                14 / 3.0,
                loss.evaluate(new NDList(target, lengths), new NDList(prediction))
                        .getFloat(),
                1e-6);
    }

    @Test
    void givesAValueForEachExample() {
        NDArray target = manager.create(new float[] {0, 0, 0, 0}, new Shape(2, 2));
        NDArray prediction = manager.create(new float[] {1, 3, 2, 2}, new Shape(2, 2));
        NDArray values = new ObjectiveLoss(Losses.of("mean_squared_error"))
                .perExample(new NDList(target), new NDList(prediction));
        assertArrayEquals(new float[] {5, 4}, values.toFloatArray(), 1e-6f);
    }

    @Test
    void isAComponentOfDjlsCompositeLosses() {
        SimpleCompositeLoss composite = new SimpleCompositeLoss();
        composite.addLoss(new IndexLoss(new ObjectiveLoss(Losses.of("mean_squared_error")), 0));
        composite.addLoss(new IndexLoss(new ObjectiveLoss(Losses.of("mean_absolute_error")), 1));
        NDList labels = new NDList(array(0), array(0));
        NDList predictions = new NDList(array(3), array(-2));
        assertEquals(11, composite.evaluate(labels, predictions).getFloat(), 1e-6);
        composite.addAccumulator("x");
        composite.updateAccumulator("x", labels, predictions);
        assertEquals(11, composite.getAccumulator("x"), 1e-6);
    }

    @Test
    void averagesBatchesAndTakesFloat64() {
        ObjectiveLoss loss = new ObjectiveLoss(Losses.of("mean_squared_error"));
        loss.addAccumulator("x");
        NDArray zero = manager.create(new double[] {0});
        loss.updateAccumulator("x", new NDList(zero), new NDList(manager.create(new double[] {1})));
        loss.updateAccumulator("x", new NDList(zero), new NDList(manager.create(new double[] {3})));
        assertEquals(5, loss.getAccumulator("x"));
        loss.resetAccumulator("x");
        assertTrue(Float.isNaN(loss.getAccumulator("x")));
        assertThrows(IllegalArgumentException.class, () -> loss.getAccumulator("y"));
    }

    @Test
    void scalesGradientsButNotWhatIsReported() {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("mean_squared_error")))
                .scale(0.25)
                .build();
        assertArrayEquals(new float[] {1}, gradient(loss, list(0), array(2)).toFloatArray());
        loss.addAccumulator("x");
        loss.updateAccumulator("x", list(0), list(2));
        assertEquals(4, loss.getAccumulator("x"));
        NDList labels = list(0);
        NDList predictions = list(2);
        int before = manager.getManagedArrays().size();
        loss.evaluate(labels, predictions);
        assertEquals(before + 1, manager.getManagedArrays().size(), "the value is there, and nothing else");
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void computesHalfPrecisionInFloat32AndKeepsTheGradient(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("mean_squared_error")))
                .executionMode(mode)
                .build();
        NDArray half = array(1, 2, 300).toType(DataType.FLOAT16, true);
        NDArray gradient = gradient(loss, new NDList(manager.create(new int[] {0, 0, 0})), half);
        assertEquals(DataType.FLOAT16, gradient.getDataType());
        assertArrayEquals(
                new float[] {2f / 3, 4f / 3, 200},
                gradient.toType(DataType.FLOAT32, true).toFloatArray(),
                1e-3f);
        // 300² overflows float16.
        NDArray value = loss.evaluate(list(0, 0, 0), new NDList(half));
        assertEquals(DataType.FLOAT32, value.getDataType());
        assertEquals(90005f / 3, value.getFloat(), 1);
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void takesLabelsOfAnyType(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("sparse_categorical_cross_entropy")))
                .executionMode(mode)
                .build();
        NDArray logits = manager.create(new float[] {2, 1, 0.1f}, new Shape(1, 3));
        for (DataType type : List.of(
                DataType.INT32, DataType.INT64, DataType.UINT8, DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT16)) {
            NDArray label = array(0).toType(type, true);
            assertEquals(
                    0.4170, loss.evaluate(new NDList(label), new NDList(logits)).getFloat(), 5e-5, "" + type);
        }
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void carriesGradientsOfUnreducedValuesUnitByUnit(ExecutionMode mode) {
        LossObjective unreduced =
                Objective.of(Losses.of("categorical_cross_entropy")).reduce(Reduction.NONE);
        ObjectiveLoss loss =
                ObjectiveLoss.builder(unreduced).executionMode(mode).build();
        ObjectiveLoss mean = new ObjectiveLoss(Losses.of("categorical_cross_entropy"));
        NDArray labels = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
        NDArray logits = manager.create(new float[] {1, 2, 3, 5}, new Shape(2, 2));
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray values = loss.evaluate(new NDList(labels), new NDList(logits));
            collector.backward(values.mul(array(3, 0)).sum());
        }
        double p = 1 / (1 + Math.exp(1));
        assertArrayEquals(
                new float[] {(float) (3 * (p - 1)), (float) (3 * (1 - p)), 0, 0},
                logits.getGradient().toFloatArray(),
                1e-6f);
        assertEquals(
                Math.log(1 + Math.exp(1)) + Math.log(1 + Math.exp(-2)),
                2 * mean.evaluate(new NDList(labels), new NDList(logits)).getFloat(),
                1e-5);
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void infinitePredictionsDoNotSpoilTheValueOrTheOtherGradients(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("sparse_categorical_cross_entropy")))
                .executionMode(mode)
                .build();
        NDArray logits = manager.create(new float[] {2, 1, Float.NEGATIVE_INFINITY}, new Shape(1, 3));
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.evaluate(new NDList(manager.create(new int[] {1})), new NDList(logits));
            collector.backward(value);
            assertEquals(Math.log(1 + Math.E), value.getFloat(), 1e-5);
        }
        float p = (float) (1 / (1 + Math.exp(-1)));
        assertArrayEquals(new float[] {p, -p, 0}, logits.getGradient().toFloatArray(), 1e-6f);
    }

    @Test
    void hasASecondOrderGradientByAutograd() {
        PointwiseLoss cube = (prediction, target) -> prediction.sub(target).pow(3);
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(cube))
                .executionMode(ExecutionMode.OPERATIONS)
                .build();
        NDArray x = array(2);
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            PtNDArray value = (PtNDArray) loss.evaluate(list(0), new NDList(x));
            JniUtils.backward(value, (PtNDArray) value.onesLike(), true, true);
            NDArray first = x.getGradient();
            assertEquals(12, first.getFloat(0), 1e-5);
            collector.backward(first.sum());
        }
        assertEquals(12 + 12, x.getGradient().getFloat(0), 1e-5);
    }

    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void changesNoInputAndIsTheSameTheSecondTime(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("sigmoid_focal")))
                .executionMode(mode)
                .build();
        NDList labels = list(0, 1, 1);
        NDList predictions = list(-3, 0.5f, 2);
        float first = loss.evaluate(labels, predictions).getFloat();
        assertEquals(first, loss.evaluate(labels, predictions).getFloat());
        assertArrayEquals(new float[] {0, 1, 1}, labels.get(0).toFloatArray());
        assertArrayEquals(new float[] {-3, 0.5f, 2}, predictions.get(0).toFloatArray());
    }

    private static NDArray gradient(ObjectiveLoss loss, NDList labels, NDArray prediction) {
        prediction.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.evaluate(labels, new NDList(prediction)));
        }
        return prediction.getGradient();
    }

    private NDList list(float... row) {
        return new NDList(array(row));
    }

    private NDArray array(float... row) {
        return manager.create(row);
    }
}
