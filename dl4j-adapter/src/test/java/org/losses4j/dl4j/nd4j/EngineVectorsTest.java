package org.losses4j.dl4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.VectorSamples;
import org.losses4j.conformance.VectorSamples.Beside;
import org.losses4j.conformance.VectorSamples.Target;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays so large that the engine computes in vectors, against INDArray operations in DOUBLE. */
class EngineVectorsTest {
    private final Nd4jExecution engine = new Nd4jExecution(ExecutionMode.FUSED);
    private final Nd4jExecution arrays = new Nd4jExecution(ExecutionMode.OPERATIONS);

    @ParameterizedTest
    @MethodSource("org.losses4j.conformance.VectorSamples#losses")
    void agreeWithArrays(String loss, Target target) {
        LossObjective objective = Objective.of(Losses.of(loss));
        int turn = 0;
        for (Shape shape : VectorSamples.SHAPES) {
            for (Layouts layout : Layouts.values()) {
                Beside beside = Beside.values()[turn % Beside.values().length];
                Map<String, INDArray> exact = inputs(shape, target, beside, layout, objective);
                if (turn++ % 3 == 0) {
                    compare(objective, exact, exact, 1e-11);
                }
                Map<String, INDArray> single = new LinkedHashMap<>();
                exact.forEach((role, array) ->
                        single.put(role, layout.place(array.dup('c').castTo(DataType.FLOAT))));
                Map<String, INDArray> rounded = new LinkedHashMap<>();
                single.forEach((role, array) -> rounded.put(role, array.castTo(DataType.DOUBLE)));
                compare(objective, rounded, single, 1e-5);
            }
        }
    }

    private void compare(
            Objective objective, Map<String, INDArray> exact, Map<String, INDArray> inputs, double tolerance) {
        assertEquals(ExecutionMode.FUSED, engine.executionMode(objective, inputs, List.of("prediction")));
        Nd4jExecution.Result expected = arrays.compute(objective, exact, List.of("prediction"));
        Nd4jExecution.Result got = engine.compute(objective, inputs, List.of("prediction"));
        String what = objective + " of " + inputs.keySet() + ", a prediction of "
                + Objects.requireNonNull(inputs.get("prediction")).shapeInfoToString();
        double value = expected.value().getDouble(0);
        assertEquals(value, got.value().getDouble(0), tolerance * Math.max(1, Math.abs(value)), what);
        double[] slopes = numbers(expected);
        double largest = Arrays.stream(slopes).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0, what);
        assertArrayEquals(slopes, numbers(got), tolerance * largest, what);
    }

    private static double[] numbers(Nd4jExecution.Result result) {
        return Objects.requireNonNull(result.gradients().get("prediction"))
                .dup('c')
                .data()
                .asDouble();
    }

    private static Map<String, INDArray> inputs(
            Shape shape, Target target, Beside beside, Layouts layout, LossObjective objective) {
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        VectorSamples.inputs(shape, target, beside, objective)
                .forEach((role, tensor) ->
                        inputs.put(role, layout.array(tensor.toArray(), tensor.shape(), DataType.DOUBLE)));
        return inputs;
    }

    @Test
    void oneWrongTargetAmongThousandsIsFound() {
        LossObjective hinge = Objective.of(Losses.of("hinge()"));
        for (Layouts layout : Layouts.values()) {
            Map<String, INDArray> inputs = inputs(Shape.of(67, 71), Target.SIGNS, Beside.NOTHING, layout, hinge);
            Objects.requireNonNull(inputs.get("target")).putScalar(new int[] {66, 70}, 0.5);
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> engine.value(hinge, inputs), layout.name());
            assertTrue(error.getMessage().contains("got 0.5 at [66, 70]"), error.getMessage());
        }
    }
}
