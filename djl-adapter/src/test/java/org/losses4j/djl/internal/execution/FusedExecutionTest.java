package org.losses4j.djl.internal.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.engine.EngineOptions;

/** The fused engine over the memory of DJL's arrays, against DJL's autograd. */
class FusedExecutionTest {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> views() {
        return Stream.of(
                view("transposed", 7, 6, x -> x.transpose()),
                view("rows from the middle", 10, 7, x -> x.get(new NDIndex("2:8"))),
                view("columns from the middle", 6, 12, x -> x.get(new NDIndex(":, 3:10"))),
                view("every other column", 6, 14, x -> x.get(new NDIndex(":, ::2"))),
                view("broadcast", 1, 7, x -> x.broadcast(new Shape(6, 7))));
    }

    private static Arguments view(String name, int rows, int columns, UnaryOperator<NDArray> view) {
        return Arguments.of(name, rows, columns, view);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("views")
    void readsViewsThatAreNotContiguous(String name, int rows, int columns, UnaryOperator<NDArray> view) {
        for (String loss : new String[] {"categorical_cross_entropy", "sigmoid_focal"}) {
            double[] byEngine = gradientOfView(loss, ExecutionMode.FUSED, rows, columns, view);
            assertArrayEquals(
                    gradientOfView(loss, ExecutionMode.OPERATIONS, rows, columns, view), byEngine, 1e-14, loss);
        }
    }

    private double[] gradientOfView(
            String name, ExecutionMode mode, int rows, int columns, UnaryOperator<NDArray> view) {
        NDArray base = wave(rows, columns, 1.3);
        base.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray prediction = view.apply(base);
            NDArray label = view.apply(wave(rows, columns, 0.7).abs());
            int before = manager.getManagedArrays().size();
            NDArray value = loss(name, mode).evaluate(new NDList(label), new NDList(prediction));
            assertEquals(before + 1, manager.getManagedArrays().size());
            collector.backward(value.mul(value));
        }
        return base.getGradient().toDoubleArray();
    }

    @Test
    void theValueEndsWithTheScopeOfTheCaller() {
        NDArray prediction = wave(3, 4, 1.3);
        NDArray label = wave(3, 4, 0.7).transpose();
        NDArray value;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            value = loss("mean_squared_error", ExecutionMode.FUSED)
                    .evaluate(new NDList(label), new NDList(prediction.transpose()));
            assertFalse(value.isReleased());
        }
        assertTrue(value.isReleased());
        assertFalse(label.isReleased());
    }

    @Test
    void whatComesAfterTheLossScalesItsGradient() {
        NDArray x = manager.create(new double[] {3, -1});
        NDList labels = new NDList(manager.create(new double[] {1, 0}));
        x.setRequiresGradient(true);
        ObjectiveLoss squared = loss("mean_squared_error", ExecutionMode.FUSED);
        ObjectiveLoss absolute = loss("mean_absolute_error", ExecutionMode.FUSED);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            // (2.5)² · 0.5 + 3 · 1.5 + 2.5, the same loss twice
            NDArray value = squared.evaluate(labels, new NDList(x));
            NDArray other = absolute.evaluate(labels, new NDList(x));
            NDArray again = squared.evaluate(labels, new NDList(x));
            NDArray total = value.mul(value).mul(0.5).add(other.mul(3)).add(again);
            assertEquals(3.125 + 4.5 + 2.5, total.getDouble(), 1e-15);
            collector.backward(total);
        }
        // 2.5 · (2, −1) + 3 · (0.5, −0.5) + (2, −1)
        assertArrayEquals(new double[] {8.5, -5}, x.getGradient().toDoubleArray(), 1e-14);
    }

    @Test
    void severalPredictionsHaveTheirOwnGradients() {
        NDList byEngine = gradients(ExecutionMode.FUSED);
        NDList byAutograd = gradients(ExecutionMode.OPERATIONS);
        for (int i = 0; i < byEngine.size(); i++) {
            assertArrayEquals(byAutograd.get(i).toDoubleArray(), byEngine.get(i).toDoubleArray(), 1e-14);
        }
    }

    private NDList gradients(ExecutionMode mode) {
        NDList predictions = new NDList(wave(4, 5, 0.3), wave(4, 5, 1.1), wave(4, 5, 2.3));
        predictions.forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss("triplet_margin(margin=3.0)", mode).evaluate(new NDList(wave(1, 1, 1)), predictions);
            collector.backward(value.mul(2));
        }
        return new NDList(predictions.stream().map(NDArray::getGradient).toArray(NDArray[]::new));
    }

    @Test
    void oneOfSeveralPredictionsMayBeDetached() {
        NDList predictions = new NDList(wave(4, 5, 0.3), wave(4, 5, 1.1), wave(4, 5, 2.3));
        predictions.get(1).setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss("triplet_margin(margin=3.0)", ExecutionMode.FUSED)
                    .evaluate(new NDList(wave(1, 1, 1)), predictions);
            collector.backward(value.mul(2));
        }
        assertArrayEquals(
                gradients(ExecutionMode.OPERATIONS).get(1).toDoubleArray(),
                predictions.get(1).getGradient().toDoubleArray(),
                1e-14);
    }

    @Test
    void largeArraysAreSpreadOverThreads() {
        ObjectiveLoss loss = loss("huber", ExecutionMode.FUSED);
        NDArray byEngine = gradient(loss, 700, 300);
        NDArray byAutograd = gradient(loss("huber", ExecutionMode.OPERATIONS), 700, 300);
        assertArrayEquals(byAutograd.toDoubleArray(), byEngine.toDoubleArray(), 1e-17);
    }

    @Test
    void runsWithoutVectorsAndInFloat32() {
        EngineOptions scalar = new EngineOptions().with(EngineOptions.Vectors.NEVER);
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("binary_cross_entropy")))
                .executionMode(ExecutionMode.FUSED)
                .engine(new org.losses4j.engine.Engine(scalar))
                .build();
        NDArray logits = wave(8, 9, 3).toType(DataType.FLOAT32, true);
        NDList labels = new NDList(wave(8, 9, 1).gt(0));
        assertEquals(ExecutionMode.FUSED, loss.executionMode(labels, new NDList(logits)));
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.evaluate(labels, new NDList(logits)));
        }
        float[] x = logits.toFloatArray();
        boolean[] y = labels.get(0).toBooleanArray();
        float[] got = logits.getGradient().toFloatArray();
        for (int i = 0; i < x.length; i++) {
            double wanted = (1 / (1 + Math.exp(-x[i])) - (y[i] ? 1 : 0)) / x.length;
            assertEquals(wanted, got[i], 4 * Math.ulp((float) wanted));
        }
    }

    @Test
    void aWrongLabelIsFoundWhereItLies() {
        ObjectiveLoss loss = loss("sparse_categorical_cross_entropy", ExecutionMode.FUSED);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> loss.evaluate(new NDList(manager.create(new long[] {0, 7})), new NDList(wave(2, 3, 1))));
        assertTrue(
                error.getMessage().contains("'target' must be class indices 0 to 2, got 7 at [1]"), error::getMessage);
    }

    private NDArray gradient(ObjectiveLoss loss, int rows, int columns) {
        NDArray prediction = wave(rows, columns, 3);
        prediction.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(loss.evaluate(new NDList(wave(rows, columns, 1)), new NDList(prediction)));
        }
        return prediction.getGradient();
    }

    private static ObjectiveLoss loss(String name, ExecutionMode mode) {
        return ObjectiveLoss.builder(Objective.of(Losses.of(name)))
                .executionMode(mode)
                .build();
    }

    private NDArray wave(int rows, int columns, double pace) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sin(pace * i + pace);
        }
        return manager.create(values, new Shape(rows, columns));
    }
}
