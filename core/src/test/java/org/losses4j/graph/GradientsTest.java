package org.losses4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Gradients as they are worked out on paper, in the shapes of the inputs. */
class GradientsTest {
    private static final ReferenceTensor VECTOR = ReferenceTensor.vector(2, -3, 5);
    private static final ReferenceTensor MATRIX =
            ReferenceTensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});

    @Test
    void ofTheInputItself() {
        assertGradient(x -> x, VECTOR, 1, 1, 1);
        assertGradient(x -> x, MATRIX, 1, 1, 1, 1, 1, 1);
        assertGradient(x -> x, ReferenceTensor.scalar(4), 1);
    }

    @Test
    void ofWhatDoesNotDependOnIt() {
        assertGradient(x -> x.constant(3), VECTOR, 0, 0, 0);
        assertGradient(x -> x.stopGradient().mul(2), VECTOR, 0, 0, 0);
        assertGradients((a, b) -> b.square(), VECTOR, MATRIX, new double[3], new double[] {2, 4, 6, 8, 10, 12});
    }

    @Test
    void ofAnInputThatIsUsedSeveralTimes() {
        assertGradient(x -> x.mul(x).add(x).add(x.mul(4)), VECTOR, 2 * 2 + 5, 2 * -3 + 5, 2 * 5 + 5);
        assertGradient(x -> x.exp().mul(x.stopGradient()), ReferenceTensor.scalar(2), 2 * Math.exp(2));
    }

    @Test
    void ofWhatIsRepeated() {
        // Each element of the vector meets two rows.
        assertGradients(Tensor::mul, VECTOR, MATRIX, new double[] {5, 7, 9}, new double[] {2, -3, 5, 2, -3, 5});
        assertGradients(Tensor::add, VECTOR, MATRIX, new double[] {2, 2, 2}, new double[] {1, 1, 1, 1, 1, 1});
        ReferenceTensor column = ReferenceTensor.of(new double[] {10, 100}, 2, 1);
        assertGradients(Tensor::mul, column, MATRIX, new double[] {6, 15}, new double[] {10, 10, 10, 100, 100, 100});
        assertGradients(Tensor::mul, column, VECTOR, new double[] {4, 4}, new double[] {110, 110, 110});
        assertGradients(
                Tensor::mul, ReferenceTensor.scalar(3), MATRIX, new double[] {21}, new double[] {3, 3, 3, 3, 3, 3});
        assertGradients(
                Tensor::mul, ReferenceTensor.of(new double[] {3}, 1, 1, 1), VECTOR, new double[] {4}, new double[] {
                    3, 3, 3
                });
    }

    @Test
    void ofExpansions() {
        assertGradient(x -> x.expand(Shape.of(4, 3)), VECTOR, 4, 4, 4);
        assertGradient(x -> x.expand(Shape.of(4, 2, 3)), VECTOR, 8, 8, 8);
        ReferenceTensor column = ReferenceTensor.of(new double[] {10, 100}, 2, 1);
        assertGradient(x -> x.expand(Shape.of(2, 5)).square(), column, 5 * 20, 5 * 200);
        assertGradient(x -> x.expand(Shape.of(3, 2, 5)), column, 15, 15);
        assertGradient(x -> x.expand(Shape.of(1, 1)), ReferenceTensor.scalar(2), 1);
    }

    /** Along the rows the gradient is the vector, along the columns it is constant. */
    @Test
    void ofExpansionsThatAreConstantInPart() {
        ReferenceTensor one = ReferenceTensor.of(new double[] {7}, 1, 1);
        Tensor weights = ReferenceTensor.of(new double[] {1, 2, 4}, 3, 1);
        assertGradient(x -> x.expand(Shape.of(3, 5)).mul(x.array(weights.toArray(), Shape.of(3, 1))), one, 35);
    }

    @Test
    void ofChoices() {
        ReferenceTensor condition = ReferenceTensor.vector(1, 0, 1);
        assertGradient(x -> x.array(condition.toArray(), Shape.of(3)).where(x.mul(2), x.mul(7)), VECTOR, 2, 7, 2);
        assertGradient(x -> x.greater(0).where(x.square(), 1), VECTOR, 4, 0, 10);
        assertGradients(
                (a, b) -> a.array(condition.toArray(), Shape.of(3)).where(a, b),
                ReferenceTensor.scalar(2),
                MATRIX,
                new double[] {4},
                new double[] {0, 1, 0, 0, 1, 0});
    }

    @Test
    void ofSumsAndProducts() {
        assertGradient(x -> x.sum(0, false).square(), MATRIX, 10, 14, 18, 10, 14, 18);
        assertGradient(x -> x.sum().square(), VECTOR, 8, 8, 8);
        assertGradient(x -> x.matmul(x.transpose()), MATRIX, 10, 14, 18, 10, 14, 18);
    }

    /** Where a gradient is the same for all, it is multiplied, not added up. */
    @Test
    void nothingIsAddedUpThatIsConstant() {
        String constant = graph(x -> x.expand(Shape.of(1000, 3)), VECTOR).toString();
        assertFalse(constant.contains("sum"), constant);
        String varying =
                graph(x -> x.expand(Shape.of(1000, 3)).square(), VECTOR).toString();
        assertTrue(varying.contains("sum [0]"), varying);
    }

    @Test
    void inTheOrderThatIsAskedFor() {
        Program program = Program.record(
                Map.of("a", Shape.scalar(), "b", Shape.scalar()),
                inputs -> inputs.get("a").mul(2).add(inputs.get("b").mul(3)));
        Map<String, Tensor> inputs = Map.of("a", ReferenceTensor.scalar(1), "b", ReferenceTensor.scalar(1));
        assertEquals(
                2, program.gradient(List.of("a"), 1).evaluate(inputs).get(0).item());
        assertEquals(
                3,
                program.gradient(List.of("b", "a"), 1).evaluate(inputs).get(0).item());
        assertEquals(
                2,
                program.gradient(List.of("b", "a"), 1).evaluate(inputs).get(1).item());
    }

    @Test
    void ofAMultiple() {
        Program program = Program.record(
                Map.of("x", Shape.of(2)), inputs -> inputs.get("x").square().sum());
        Map<String, Tensor> inputs = Map.of("x", ReferenceTensor.of(new double[] {3, -0.5}, 2));
        List<Tensor> results = program.withGradient(List.of("x"), 7).evaluate(inputs);
        assertEquals(9.25, results.get(0).item());
        assertArrayEquals(new double[] {42, -7}, results.get(1).toArray());
        assertArrayEquals(
                new double[] {42, -7},
                program.gradient(List.of("x"), 7).evaluate(inputs).get(0).toArray());
    }

    private static Graph graph(UnaryOperator<Tensor> formula, ReferenceTensor x) {
        return Program.record(Map.of("x", x.shape()), inputs -> formula.apply(inputs.get("x")))
                .gradient(List.of("x"), 1);
    }

    private static void assertGradient(UnaryOperator<Tensor> formula, ReferenceTensor x, double... expected) {
        Tensor gradient = graph(formula, x).evaluate(Map.of("x", x)).get(0);
        assertEquals(x.shape(), gradient.shape());
        assertArrayEquals(expected, gradient.toArray(), 1e-12);
    }

    private static void assertGradients(
            BinaryOperator<Tensor> formula, ReferenceTensor a, ReferenceTensor b, double[] byA, double[] byB) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("a", a.shape());
        shapes.put("b", b.shape());
        List<Tensor> gradients = Program.record(shapes, inputs -> formula.apply(inputs.get("a"), inputs.get("b")))
                .gradient(List.of("a", "b"), 1)
                .evaluate(Map.of("a", a, "b", b));
        assertEquals(a.shape(), gradients.get(0).shape());
        assertEquals(b.shape(), gradients.get(1).shape());
        assertArrayEquals(byA, gradients.get(0).toArray(), 1e-12);
        assertArrayEquals(byB, gradients.get(1).toArray(), 1e-12);
    }
}
