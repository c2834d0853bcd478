package org.losses4j.djl.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.loss.generative.GradientPenalty;

/** A gradient penalty and its gradient by the critic's parameters, in float64 against central differences. */
class InputGradientTest {
    private static final double STEP = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();
    private final ParameterStore store = new ParameterStore(manager, false);
    private final InputGradient inputGradient = new InputGradient();

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<Arguments> critics() {
        Block dense = new SequentialBlock()
                .add(Linear.builder().setUnits(6).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(5).build())
                .add(Activation.softPlusBlock())
                .add(Linear.builder().setUnits(1).build());
        Block convolutional = new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(2)
                        .build())
                .add(LayerNorm.builder().build())
                .add(Activation.leakyReluBlock(0.2f))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(1).build());
        return Stream.of(
                Arguments.of(Named.of("dense", dense), new Shape(4, 3)),
                Arguments.of(Named.of("Conv2d, LayerNorm, LeakyReLU", convolutional), new Shape(3, 1, 5, 5)));
    }

    @ParameterizedTest
    @MethodSource("critics")
    void agreesWithCentralDifferences(Block critic, Shape shape) {
        critic.initialize(manager, DataType.FLOAT64, shape);
        int seed = 1;
        for (Parameter parameter : critic.getParameters().values()) {
            NDArray array = parameter.getArray();
            if (array.getShape().dimension() > 1) {
                set(array, wave((int) array.size(), seed++));
            }
        }
        double[] at = wave((int) shape.size(), 9);
        NDArray x = manager.create(at, shape);
        x.setRequiresGradient(true);
        double value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray score = critic.forward(store, new NDList(x), true).head();
            NDArray slope = inputGradient.of(score, x);
            double[] got = slope.toDoubleArray();
            for (int i = 0; i < at.length; i++) {
                int index = i;
                assertEquals(
                        central(step -> sum(critic, shape, moved(at, index, step))), got[i], 1e-8, "by input " + i);
            }
            NDArray penalty = penalty(slope);
            value = penalty.getDouble();
            collector.backward(penalty);
        }
        assertTrue(value > 1e-3, "a penalty of 0 would prove nothing");
        for (Parameter parameter : critic.getParameters().values()) {
            NDArray array = parameter.getArray();
            if (!parameter.requiresGradient()) {
                continue;
            }
            double[] got = DjlTensor.of(array.getGradient()).toArray();
            double[] values = array.toDoubleArray();
            for (int i = 0; i < got.length; i++) {
                int index = i;
                double wanted = central(step -> {
                    set(array, moved(values, index, step));
                    return penalty(critic, shape, at);
                });
                set(array, values);
                assertEquals(wanted, got[i], 1e-7 * Math.max(1, Math.abs(wanted)), parameter.getName() + " " + i);
            }
        }
    }

    private double penalty(Block critic, Shape shape, double[] at) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            NDArray x = scope.create(at, shape);
            x.setRequiresGradient(true);
            return penalty(inputGradient.of(
                            critic.forward(store, new NDList(x), true).head(), x))
                    .getDouble();
        }
    }

    private static NDArray penalty(NDArray gradient) {
        return new ObjectiveLoss(Objective.of(new GradientPenalty())).evaluate(new NDList(), new NDList(gradient));
    }

    private double sum(Block critic, Shape shape, double[] at) {
        try (NDManager scope = manager.newSubManager()) {
            return critic.forward(store, new NDList(scope.create(at, shape)), true)
                    .head()
                    .sum()
                    .getDouble();
        }
    }

    private static double central(java.util.function.DoubleUnaryOperator function) {
        return (function.applyAsDouble(STEP) - function.applyAsDouble(-STEP)) / (2 * STEP);
    }

    private static double[] moved(double[] values, int index, double step) {
        double[] moved = values.clone();
        moved[index] += step;
        return moved;
    }

    private static void set(NDArray array, double[] values) {
        try (NDArray alias = array.stopGradient()) {
            alias.set(
                    new ai.djl.ndarray.index.NDIndex("..."), array.getManager().create(values, array.getShape()));
        }
    }

    private static double[] wave(int length, int seed) {
        double[] values = new double[length];
        java.util.Arrays.setAll(values, i -> 0.8 * Math.sin(1.3 * i + 2.1 * seed + 0.4));
        return values;
    }

    @Test
    void refusesAnInputThatTakesNoGradient() {
        NDArray x = manager.create(new float[] {1});
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> inputGradient.of(x.mul(2), x));
        assertTrue(error.getMessage().contains("setRequiresGradient"), error.getMessage());
    }
}
