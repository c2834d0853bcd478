package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;

/** Gradients by labels that are learned, or another network's outputs: as by predictions, however often they are asked for. */
class LabelGradientTest {
    private static final int STEPS = 120;
    private static final double[] PREDICTION = {0.5, -1, 2, 3};
    private static final double[] TARGET = {1, 1, -1, 0.5};
    private static final double[] LOGIT = {0.3, -0.7, 1.1, 0};

    /** Every mode, and the one that the adapter chooses, which changes as shapes come back. */
    static Stream<ObjectiveLoss.Builder> losses() {
        return Stream.concat(
                Stream.of(ExecutionMode.values())
                        .map(mode -> builder("mean_squared_error").executionMode(mode)),
                Stream.of(builder("mean_squared_error")));
    }

    private static ObjectiveLoss.Builder builder(String loss) {
        return ObjectiveLoss.builder(Objective.of(Losses.of(loss))).labels("target", "weights");
    }

    @ParameterizedTest
    @MethodSource("losses")
    void learnedWeightsAndTargetsKeepTheirGradients(ObjectiveLoss.Builder builder) {
        ObjectiveLoss loss = builder.build();
        for (int step = 0; step < STEPS; step++) {
            boolean learned = step % 10 != 9;
            compare(loss, learned, DataType.FLOAT64, 1e-14, step);
        }
    }

    @Test
    void theirTypeMayBeAnother() {
        ObjectiveLoss loss =
                builder("mean_squared_error").executionMode(ExecutionMode.FUSED).build();
        compare(loss, true, DataType.FLOAT32, 1e-6, 0);
        compare(loss, true, DataType.FLOAT16, 2e-3, 1);
    }

    /** The mean of (p − t)² · σ(a): the slopes are 2(p − t)σ/n by p, its opposite by t, and (p − t)²σ(1 − σ)/n by a. */
    private static void compare(ObjectiveLoss loss, boolean learned, DataType type, double tolerance, int step) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray prediction = manager.create(PREDICTION);
            NDArray target = manager.create(TARGET).toType(type, true);
            NDArray logit = manager.create(LOGIT).toType(type, true);
            prediction.setRequiresGradient(true);
            target.setRequiresGradient(learned);
            logit.setRequiresGradient(learned);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray weights = logit.getNDArrayInternal().sigmoid();
                collector.backward(loss.evaluate(new NDList(target, weights), new NDList(prediction)));
            }
            List<double[]> expected = new ArrayList<>(List.of(new double[4], new double[4], new double[4]));
            for (int i = 0; i < 4; i++) {
                double sigmoid = 1 / (1 + Math.exp(-LOGIT[i]));
                double error = PREDICTION[i] - TARGET[i];
                expected.get(0)[i] = error * sigmoid / 2;
                expected.get(1)[i] = -error * sigmoid / 2;
                expected.get(2)[i] = error * error * sigmoid * (1 - sigmoid) / 4;
            }
            String when = " in step " + step;
            assertArrayEquals(expected.get(0), numbers(prediction.getGradient()), tolerance, "prediction" + when);
            if (learned) {
                assertEquals(type, target.getGradient().getDataType());
                assertArrayEquals(expected.get(1), numbers(target.getGradient()), tolerance, "target" + when);
                assertArrayEquals(expected.get(2), numbers(logit.getGradient()), tolerance, "weights" + when);
            }
        }
    }

    private static double[] numbers(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    /** Softened labels of a teacher that is trained along: the slope of −Σ t log p by t is −log p. */
    @ParameterizedTest
    @MethodSource("modes")
    void aTeacherInTheGraphIsTrained(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("categorical_cross_entropy")))
                .executionMode(mode)
                .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int step = 0; step < STEPS; step++) {
                NDArray logits = manager.create(new double[] {2, 1, 0.1, 0, 0, 0}, new Shape(2, 3));
                NDArray teacher = manager.create(new double[] {0.7, 0.2, 0.1, 0.5, 0.25, 0.25}, new Shape(2, 3));
                logits.setRequiresGradient(true);
                teacher.setRequiresGradient(true);
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray labels = teacher.mul(manager.ones(new Shape(1), DataType.FLOAT64));
                    collector.backward(loss.evaluate(new NDList(labels), new NDList(logits)));
                }
                double sum = Math.log(Math.exp(2) + Math.exp(1) + Math.exp(0.1));
                double[] expected = {sum - 2, sum - 1, sum - 0.1, Math.log(3), Math.log(3), Math.log(3)};
                double[] halves = Arrays.stream(expected).map(x -> x / 2).toArray();
                assertArrayEquals(halves, numbers(teacher.getGradient()), 1e-14, mode + ", step " + step);
            }
        }
    }

    static Stream<ExecutionMode> modes() {
        return Stream.of(ExecutionMode.values());
    }

    /** Class indices that are given as floats with a gradient have none that is worth anything, and break nothing. */
    @ParameterizedTest
    @MethodSource("modes")
    void classIndicesHaveNoSlope(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("sparse_categorical_cross_entropy")))
                .executionMode(mode)
                .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray logits = manager.create(new double[] {2, 1, 0.1, 0, 0, 0}, new Shape(2, 3));
            NDArray target = manager.create(new double[] {0, 2});
            logits.setRequiresGradient(true);
            target.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(loss.evaluate(new NDList(target), new NDList(logits)));
            }
            assertArrayEquals(new double[2], numbers(target.getGradient()), 0);
            double sum = Math.exp(2) + Math.exp(1) + Math.exp(0.1);
            assertEquals(Math.exp(1) / sum / 2, numbers(logits.getGradient())[1], 1e-14);
        }
    }

    @Test
    void perExampleValuesHaveNone() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray target = manager.create(TARGET);
            target.setRequiresGradient(true);
            ObjectiveLoss loss = new ObjectiveLoss(Losses.of("mean_squared_error"));
            NDArray values = loss.perExample(new NDList(target), new NDList(manager.create(PREDICTION)));
            assertEquals(0.25, values.getDouble(0), 1e-15);
        }
    }
}
