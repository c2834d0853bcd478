package org.losses4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.losses4j.tensor.TensorContract;

/** Which operations need not be computed, and that all others are. */
class SimplifierTest {
    private static final Shape SHAPE = Shape.of(2, 1, 3);
    private static final double[] NUMBERS = {0.5, -2, 3, Double.NaN, Double.NEGATIVE_INFINITY, -1e-300};

    /** A formula of x [2, 1, 3], and its operations apart from x. */
    static Stream<Arguments> rules() {
        return Stream.of(
                rule(x -> x.neg().neg(), ""),
                rule(x -> x.abs().neg(), "abs, neg"),
                rule(x -> x.neg().abs(), "neg, abs"),
                rule(x -> x.add(0), ""),
                rule(x -> x.constant(0).add(x), ""),
                rule(x -> x.add(1), "1.0, add"),
                rule(x -> x.constant(1).add(x), "1.0, add"),
                rule(x -> x.exp().add(x.neg()), "exp, sub"),
                rule(x -> x.neg().add(x.exp()), "neg, exp, add"),
                rule(x -> x.sub(0), ""),
                rule(x -> x.sub(1), "1.0, sub"),
                rule(x -> x.constant(0).sub(x), "0.0, sub"),
                rule(x -> x.mul(1), ""),
                rule(x -> x.constant(1).mul(x), ""),
                rule(x -> x.mul(-1), "neg"),
                rule(x -> x.constant(-1).mul(x), "neg"),
                rule(x -> x.mul(0), "0.0, mul"),
                rule(x -> x.constant(0).mul(x), "0.0, mul"),
                rule(x -> x.mul(2), "2.0, mul"),
                rule(x -> x.mul(-1).mul(-1), ""),
                rule(x -> x.div(1), ""),
                rule(x -> x.div(2), "2.0, div"),
                rule(x -> x.constant(1).div(x), "1.0, div"),
                rule(x -> x.minimum(0), "0.0, minimum"),
                rule(x -> x.minimum(1), "1.0, minimum"),
                rule(x -> x.maximum(0), "0.0, maximum"),
                rule(x -> x.greater(0), "0.0, greater"),
                rule(x -> x.equal(1), "1.0, equal"),
                rule(x -> x.pow(1), ""),
                rule(x -> x.pow(2), "mul"),
                rule(x -> x.pow(3), "pow 3.0"),
                rule(x -> x.sum(1, true), ""),
                rule(x -> x.sum(1, false), "reshape [2, 3]"),
                rule(x -> x.sum(0, true), "sum [0]"),
                rule(x -> x.sum(new int[] {0, 1}, true), "sum [0, 1]"),
                rule(x -> x.max(1, true), "max 1"),
                rule(x -> x.reshape(SHAPE), ""),
                rule(x -> x.reshape(Shape.of(6)), "reshape [6]"),
                rule(x -> x.reshape(Shape.of(6)).reshape(Shape.of(3, 2)), "reshape [3, 2]"),
                rule(x -> x.reshape(Shape.of(6)).reshape(SHAPE), ""),
                rule(x -> x.abs().reshape(Shape.of(6)), "abs, reshape [6]"),
                rule(x -> x.expand(SHAPE), ""),
                rule(x -> x.expand(Shape.of(2, 4, 3)), "expand [2, 4, 3]"),
                rule(x -> x.transpose(0, 1, 2), ""),
                rule(x -> x.transpose(0, 2, 1), "transpose [0, 2, 1]"),
                rule(x -> x.transpose(1, 0, 2), "transpose [1, 0, 2]"),
                rule(
                        x -> x.reshape(Shape.of(2, 3)).host(new TensorContract.SumOfSquares()),
                        "reshape [2, 3], SumOfSquares"));
    }

    private static Arguments rule(UnaryOperator<Tensor> formula, String operations) {
        return Arguments.of(formula, operations);
    }

    @ParameterizedTest(name = "leaves [{1}]")
    @MethodSource("rules")
    void onlyWhatMustBeIsComputed(UnaryOperator<Tensor> formula, String operations) {
        String left = program(formula).value().nodes().stream()
                .map(Node::op)
                .filter(op -> !(op instanceof Leaf.Input))
                .map(op ->
                        op instanceof HostOp host ? host.function().getClass().getSimpleName() : op.toString())
                .collect(Collectors.joining(", "));
        assertEquals(operations, left);
    }

    @ParameterizedTest(name = "leaves [{1}]")
    @MethodSource("rules")
    void everyRuleKeepsTheValue(UnaryOperator<Tensor> formula, String operations) {
        Tensor x = ReferenceTensor.of(NUMBERS, SHAPE.toArray());
        Tensor simplified = program(formula).value().evaluate(Map.of("x", x)).get(0);
        assertEquals(formula.apply(x).shape(), simplified.shape());
        assertArrayEquals(formula.apply(x).toArray(), simplified.toArray());
    }

    @Test
    void constantsAreComputedOnce() {
        assertConstant(-2, x -> x.constant(2).neg());
        assertConstant(5, x -> x.constant(2).add(3));
        assertConstant(-1, x -> x.constant(2).sub(3));
        assertConstant(0.5, x -> x.constant(1).div(2));
        assertConstant(8, x -> x.constant(2).pow(3));
        assertConstant(7, x -> x.constant(1).where(x.constant(7), x.constant(9)));
        assertConstant(9, x -> x.constant(0).where(x.constant(7), x.constant(9)));
    }

    private static void assertConstant(double expected, UnaryOperator<Tensor> formula) {
        Graph graph = program(formula).value();
        assertEquals(
                List.of(new Leaf.Constant(expected)),
                graph.nodes().stream().map(Node::op).toList());
    }

    private static Program program(UnaryOperator<Tensor> formula) {
        return Program.record(Map.of("x", SHAPE), inputs -> formula.apply(inputs.get("x")));
    }
}
