package org.losses4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Operations that change shapes without broadcasting hand each element its gradient once, axes of extent 1 or not. */
class GradientShapesTest {
    private static final ReferenceTensor COLUMN = ReferenceTensor.of(new double[] {2, -1, 0.25}, 3, 1);
    private static final ReferenceTensor ROW = ReferenceTensor.of(new double[] {2, -1, 0.25}, 1, 3);

    @Test
    void ofATransposedColumn() {
        assertArrayEquals(new double[] {1, 1, 1}, gradient(Tensor::transpose, COLUMN));
    }

    @Test
    void ofAReshapedRow() {
        assertArrayEquals(new double[] {1, 1, 1}, gradient(x -> x.reshape(Shape.of(3)), ROW));
        assertArrayEquals(new double[] {1, 1, 1}, gradient(x -> x.sum(0, false), ROW));
    }

    @Test
    void ofAnOuterProduct() {
        ReferenceTensor right = ReferenceTensor.of(new double[] {1, 2}, 1, 2);
        assertArrayEquals(
                new double[] {3, 3, 3}, gradient(x -> x.matmul(x.array(right.toArray(), right.shape())), COLUMN));
    }

    private static double[] gradient(UnaryOperator<Tensor> formula, ReferenceTensor x) {
        return Program.record(Map.of("x", x.shape()), inputs -> formula.apply(inputs.get("x")))
                .withGradient(List.of("x"))
                .evaluate(Map.of("x", x))
                .get(1)
                .toArray();
    }
}
