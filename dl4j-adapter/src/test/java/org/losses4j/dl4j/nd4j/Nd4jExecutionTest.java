package org.losses4j.dl4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.dl4j.conformance.Nd4jConformance;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jExecutionTest {
    private final Nd4jExecution execution = new Nd4jExecution(mode());

    ExecutionMode mode() {
        return ExecutionMode.AUTOMATIC;
    }

    static List<AcceptanceCase> cases() {
        return org.losses4j.conformance.AcceptanceCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesTheRecordedValuesAndGradients(AcceptanceCase recorded) {
        assertEquals(List.of(), recorded.check(new Nd4jConformance(mode())));
    }

    @ParameterizedTest
    @EnumSource(Layouts.class)
    void computesAnyLayoutAndChangesNoInput(Layouts layout) {
        double[] prediction = {0.5, -1, 2, 3, -4, 0.1};
        double[] target = {0, 1, 1, 0, 0, 1};
        Map<String, INDArray> plain = inputs(prediction, target, Layouts.CONTIGUOUS, DataType.DOUBLE);
        Map<String, INDArray> placed = inputs(prediction, target, layout, DataType.DOUBLE);
        Objective focal = Objective.of(new SigmoidFocal());
        Nd4jExecution.Result expected = execution.compute(focal, plain, List.of("prediction"));
        Nd4jExecution.Result got = execution.compute(focal, placed, List.of("prediction"));
        // Sums are added in the order of memory.
        assertEquals(expected.value().getDouble(0), got.value().getDouble(0), 1e-15);
        assertArrayEquals(
                expected.gradients().get("prediction").ravel().toDoubleVector(),
                got.gradients().get("prediction").ravel().toDoubleVector(),
                1e-15);
        assertArrayEquals(prediction, placed.get("prediction").dup('c').data().asDouble());
        assertArrayEquals(target, placed.get("target").dup('c').data().asDouble());
    }

    @Test
    void computesHalfPrecisionInFloatAndReturnsGradientsInHalf() {
        Map<String, INDArray> inputs =
                inputs(new double[] {0.5, -1, 2, 3, -4, 300}, new double[6], Layouts.CONTIGUOUS, DataType.HALF);
        Nd4jExecution.Result result = execution.compute(Objective.of(new Huber()), inputs, List.of("prediction"));
        // Huber of 0.5, 1, 2, 3, 4, 300 is 0.125, 0.5, 1.5, 2.5, 3.5, 299.5; their sum would round in HALF.
        assertEquals(307.625 / 6, result.value().getDouble(0), 1e-4);
        assertEquals(DataType.HALF, result.gradients().get("prediction").dataType());
        assertEquals(1 / 6.0, result.gradients().get("prediction").getDouble(1, 2), 1e-4);
    }

    /** A factor that is a power of two moves no digit, and does not touch the value. */
    @Test
    void multipliesGradientsByAFactor() {
        double[] prediction = {0.5, -1, 2, 3, -4, 0.1};
        Map<String, INDArray> inputs = inputs(prediction, new double[6], Layouts.CONTIGUOUS, DataType.FLOAT);
        Objective focal = Objective.of(new SigmoidFocal());
        Nd4jExecution.Step once = execution.step(focal, inputs, List.of("prediction"), 1);
        Nd4jExecution.Step often = execution.step(focal, inputs, List.of("prediction"), 4);
        INDArray wanted = once.gradients().get("prediction").mul(4);
        assertEquals(execution.value(focal, inputs), often.value());
        assertEquals(wanted, often.gradients().get("prediction"));
        assertEquals(
                wanted,
                execution.gradients(focal, inputs, List.of("prediction"), 4).get("prediction"));
        assertEquals(
                once.value(),
                execution.compute(focal, inputs, List.of()).value().getDouble(0));
    }

    @Test
    void takesLabelsOfAnyType() {
        INDArray prediction = Nd4j.createFromArray(new float[][] {{0.5f, 3}, {-1, 2}});
        for (DataType type : new DataType[] {DataType.INT, DataType.LONG, DataType.BOOL, DataType.DOUBLE}) {
            INDArray target =
                    Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}}).castTo(type);
            Nd4jExecution.Result result = execution.compute(
                    Objective.of(new Huber()), Map.of("prediction", prediction, "target", target), List.of());
            assertEquals((0.125 + 2.5 + 0.5 + 0.5) / 4, result.value().getDouble(0), 1e-6, type.toString());
            assertEquals(DataType.FLOAT, result.value().dataType());
        }
    }

    @Test
    void returnsNoMemoryOfItsInputs() {
        INDArray prediction = Nd4j.createFromArray(1.0, 2.0);
        // d/d(prediction) of Σ prediction · target is the target itself.
        Objective product = Objective.of((p, t) -> p.mul(t)).reduce(Reduction.SUM);
        INDArray target = Nd4j.createFromArray(3.0, 4.0);
        Nd4jExecution.Result result = execution.compute(
                product, Map.of("prediction", prediction, "target", target), List.of("prediction", "target"));
        result.gradients().get("prediction").assign(7);
        result.gradients().get("target").assign(8);
        assertEquals(Nd4j.createFromArray(3.0, 4.0), target);
        assertEquals(Nd4j.createFromArray(1.0, 2.0), prediction);
    }

    @Test
    void refusesShapesThatDoNotFitBeforeComputing() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> execution.compute(
                        Objective.of(new Huber()),
                        Map.of("prediction", Nd4j.zeros(3), "target", Nd4j.zeros(3, 1)),
                        List.of()));
        assertTrue(error.getMessage().contains("huber"), error.getMessage());
        assertTrue(error.getMessage().contains("target"), error.getMessage());
        assertTrue(error.getMessage().contains("[3, 1]"), error.getMessage());
    }

    private static Map<String, INDArray> inputs(double[] prediction, double[] target, Layouts layout, DataType type) {
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        inputs.put("prediction", layout.array(prediction, Shape.of(2, 3), type));
        inputs.put("target", layout.array(target, Shape.of(2, 3), type));
        return inputs;
    }
}
