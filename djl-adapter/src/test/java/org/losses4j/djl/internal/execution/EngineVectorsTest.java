package org.losses4j.djl.internal.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.VectorSamples;
import org.losses4j.conformance.VectorSamples.Beside;
import org.losses4j.conformance.VectorSamples.Target;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.execution.ExecutionMode;

/** Arrays so large that the engine computes in vectors, against DJL's autograd in float64. */
class EngineVectorsTest {
    private final NDManager manager = NDManager.newBaseManager();

    /** How an array lies in memory. */
    private enum Lying {
        CONTIGUOUS,
        BEHIND_ANOTHER,
        TRANSPOSED,
        EVERY_OTHER_COLUMN
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @MethodSource("org.losses4j.conformance.VectorSamples#losses")
    void agreeWithAutograd(String name, Target target) {
        LossObjective objective = Objective.of(Losses.of(name));
        int turn = 0;
        for (org.losses4j.tensor.Shape shape : VectorSamples.SHAPES) {
            for (Lying lying : Lying.values()) {
                Map<String, NDArray> exact =
                        inputs(shape, target, Beside.values()[turn % Beside.values().length], objective);
                if (turn++ % 3 == 0) {
                    compare(objective, exact, DataType.FLOAT64, lying, 1e-11);
                }
                exact.replaceAll(
                        (role, array) -> array.toType(DataType.FLOAT32, true).toType(DataType.FLOAT64, true));
                compare(objective, exact, DataType.FLOAT32, lying, 1e-5);
            }
        }
    }

    private void compare(
            LossObjective objective, Map<String, NDArray> exact, DataType type, Lying lying, double tolerance) {
        double[] expected = computed(objective, ExecutionMode.OPERATIONS, exact, DataType.FLOAT64, Lying.CONTIGUOUS);
        double[] got = computed(objective, ExecutionMode.FUSED, exact, type, lying);
        String what = objective + " of " + exact.keySet() + " " + type + " " + lying;
        assertEquals(expected[0], got[0], tolerance * Math.max(1, Math.abs(expected[0])), what);
        double largest = Arrays.stream(expected).skip(1).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0, what);
        assertArrayEquals(
                Arrays.copyOfRange(expected, 1, expected.length),
                Arrays.copyOfRange(got, 1, got.length),
                tolerance * largest,
                what);
    }

    /** The value and the gradient by the prediction. */
    private double[] computed(
            LossObjective objective, ExecutionMode mode, Map<String, NDArray> exact, DataType type, Lying lying) {
        NDArray leaf = exact.get("prediction").toType(type, true).duplicate();
        leaf.setRequiresGradient(true);
        NDList labels = new NDList();
        exact.forEach((role, array) -> {
            if (!role.equals("prediction")) {
                NDArray label = placed(array.toType(type, true), lying);
                label.setName(role);
                labels.add(label);
            }
        });
        ObjectiveLoss loss =
                ObjectiveLoss.builder(objective).executionMode(mode).build();
        double value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList predictions = new NDList(placed(leaf, lying));
            assertEquals(mode, loss.executionMode(labels, predictions));
            NDArray computed = loss.evaluate(labels, predictions);
            value = DjlTensor.of(computed).toArray()[0];
            collector.backward(computed);
        }
        double[] gradient = DjlTensor.of(leaf.getGradient()).toArray();
        return DoubleStream.concat(DoubleStream.of(value), Arrays.stream(gradient))
                .toArray();
    }

    /** The same numbers, lying otherwise; gradients flow through. */
    private static NDArray placed(NDArray array, Lying lying) {
        boolean matrix = array.getShape().dimension() == 2;
        return switch (lying) {
            case CONTIGUOUS -> array;
            case BEHIND_ANOTHER -> {
                long rows = array.getShape().get(0);
                yield array.zerosLike().concat(array, 0).get(new NDIndex("{}:{}", rows, 2 * rows));
            }
            case TRANSPOSED ->
                matrix ? array.transpose().add(array.transpose().zerosLike()).transpose() : array;
            case EVERY_OTHER_COLUMN -> {
                NDArray column = array.expandDims(-1);
                NDArray pairs = column.concat(column.zerosLike(), -1);
                yield pairs.reshape(matrix ? new Shape(array.getShape().get(0), -1) : new Shape(-1))
                        .get(new NDIndex(matrix ? ":, ::2" : "::2"));
            }
        };
    }

    private Map<String, NDArray> inputs(
            org.losses4j.tensor.Shape shape, Target target, Beside beside, LossObjective objective) {
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        VectorSamples.inputs(shape, target, beside, objective).forEach((role, tensor) -> {
            long[] extents =
                    Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
            inputs.put(role, manager.create(tensor.toArray(), new Shape(extents)));
        });
        return inputs;
    }

    @Test
    void oneWrongTargetAmongThousandsIsFound() {
        ObjectiveLoss hinge = ObjectiveLoss.builder(Objective.of(Losses.of("hinge()")))
                .executionMode(ExecutionMode.FUSED)
                .build();
        NDArray target = manager.ones(new Shape(67, 71));
        target.set(new NDIndex("66, 70"), 0.5);
        NDList predictions = new NDList(manager.zeros(new Shape(67, 71)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> hinge.evaluate(new NDList(placed(target, Lying.TRANSPOSED)), predictions));
        assertTrue(error.getMessage().contains("got 0.5 at [66, 70]"), error.getMessage());
    }
}
