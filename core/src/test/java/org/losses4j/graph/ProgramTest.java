package org.losses4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.execution.Programs;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.losses4j.tensor.TensorContract;

class ProgramTest {
    private static final Map<String, Shape> PAIR = Map.of("prediction", Shape.of(4), "target", Shape.of(4));

    @Test
    void aFormulaThatReadsValuesIsToldOfWhere() {
        PointwiseLoss branching =
                (prediction, target) -> prediction.sum().item() > 0 ? prediction.sub(target) : target.sub(prediction);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Programs().value(Objective.of(branching), PAIR));
        assertTrue(error.getMessage().contains("condition.where(a, b)"), error.getMessage());
    }

    @Test
    void aFormulaThatCastsItsInputsIsToldOfWhere() {
        PointwiseLoss casting =
                (prediction, target) -> ((ReferenceTensor) prediction).toArray()[0] > 0 ? prediction : target;
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Programs().value(Objective.of(casting), PAIR));
        assertTrue(error.getMessage().contains("condition.where(a, b)"), error.getMessage());
    }

    @Test
    void programsAreRecordedOnceAndForgottenWhenThereAreTooMany() {
        Programs programs = new Programs(2);
        Objective huber = Objective.of((org.losses4j.Loss) new Huber());
        Program first = programs.value(huber, PAIR);
        assertSame(first, programs.value(Objective.of((org.losses4j.Loss) new Huber(1)), Map.copyOf(PAIR)));
        for (int n = 5; n < 8; n++) {
            programs.value(huber, Map.of("prediction", Shape.of(n), "target", Shape.of(n)));
        }
        assertNotSame(first, programs.value(huber, PAIR));
    }

    @Test
    void programsServeSeveralThreads() {
        Programs programs = new Programs();
        Objective huber = Objective.of((org.losses4j.Loss) new Huber());
        Set<Program> seen = ConcurrentHashMap.newKeySet();
        Tensor x = ReferenceTensor.vector(1, 2, 3, 4);
        IntStream.range(0, 200).parallel().forEach(i -> {
            Program program = programs.value(huber, PAIR);
            seen.add(program);
            List<Tensor> results =
                    program.withGradient(List.of("prediction")).evaluate(Map.of("prediction", x, "target", x));
            assertEquals(0, results.get(0).item());
        });
        assertEquals(1, seen.size());
    }

    @Test
    void whatIsTheSameIsComputedOnce() {
        Program program = Program.record(Map.of("x", Shape.of(3)), inputs -> {
            Tensor x = inputs.get("x");
            return x.exp().add(x.exp()).mul(1).add(0).neg().neg();
        });
        assertEquals("""
                %0 [3] = x [3]
                %1 [3] = exp %0
                %2 [3] = add %1 %1
                return %2""", program.value().toString());
    }

    @Test
    void nothingIsSimplifiedThatNaNWouldShowIn() {
        Program program = Program.record(
                Map.of("x", Shape.of(1)), inputs -> inputs.get("x").mul(0));
        double value = program.value()
                .evaluate(Map.of("x", ReferenceTensor.vector(Double.NaN)))
                .get(0)
                .item();
        assertTrue(Double.isNaN(value));
    }

    @Test
    void gradientsOfGradientsExist() {
        Program cube = Program.record(
                Map.of("x", Shape.of(2)), inputs -> inputs.get("x").pow(3).sum());
        Graph first = cube.withGradient(List.of("x"));
        Program second = Program.record(
                Map.of("x", Shape.of(2)),
                inputs -> first.evaluate(inputs).get(1).sum());
        Tensor result = second.withGradient(List.of("x"))
                .evaluate(Map.of("x", ReferenceTensor.vector(2, -3)))
                .get(1);
        assertEquals(
                List.of(12.0, -18.0),
                java.util.Arrays.stream(result.toArray()).boxed().toList());
    }

    @Test
    void hostFunctionsHaveTheirOwnGradient() {
        Program program = Program.record(
                Map.of("x", Shape.of(2, 2)),
                inputs -> inputs.get("x")
                        .mul(3)
                        .host(new TensorContract.SumOfSquares())
                        .mul(2)
                        .sum());
        List<Tensor> results = program.withGradient(List.of("x"))
                .evaluate(Map.of("x", ReferenceTensor.of(new double[] {1, 2, 3, 4}, 2, 2)));
        assertEquals(2 * 9 * 30.0, results.get(0).item());
        assertEquals(
                List.of(36.0, 72.0, 108.0, 144.0),
                java.util.Arrays.stream(results.get(1).toArray()).boxed().toList());
    }

    @Test
    void inputsMustHaveTheRecordedShapes() {
        Program program =
                Program.record(PAIR, inputs -> inputs.get("prediction").sub(inputs.get("target")));
        Map<String, Tensor> other =
                Map.of("prediction", ReferenceTensor.vector(1), "target", ReferenceTensor.vector(1));
        assertThrows(IllegalArgumentException.class, () -> program.value().evaluate(other));
        assertThrows(IllegalArgumentException.class, () -> program.withGradient(List.of("mask")));
    }
}
