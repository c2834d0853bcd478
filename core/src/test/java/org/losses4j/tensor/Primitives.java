package org.losses4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The rows of the contract: one for each primitive, and for what is derived from them and easily goes wrong. */
final class Primitives {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final ReferenceTensor NUMBERS = ReferenceTensor.of(
            new double[] {0, 1, -1, 0.5, -0.5, 2, -3, 1e-9, -1e-9, 30, -30, 1e4, -1e4, INF, -INF, Double.NaN}, 4, 4);
    private static final ReferenceTensor FINITE =
            ReferenceTensor.of(new double[] {0, 1, -1, 0.5, -0.5, 2, -3, 1e-9, -1e-9, 30, -30, 600}, 3, 4);
    private static final ReferenceTensor POSITIVE =
            ReferenceTensor.of(new double[] {1, 0.5, 2, 3, 1e-9, 30, 1e4, 7, 0.125, 1e-3, 9, 1.5}, 3, 4);
    private static final ReferenceTensor OTHER =
            ReferenceTensor.of(new double[] {0, 2, -1, 1, -0.5, 1, 4, -1e-9, 1e-9, -2, 5, 3}, 3, 4);
    private static final ReferenceTensor ROW = ReferenceTensor.vector(1, -2, 0.5, 3);
    private static final ReferenceTensor COLUMN = ReferenceTensor.of(new double[] {2, -1, 0.25}, 3, 1);
    private static final ReferenceTensor SCALAR = ReferenceTensor.scalar(-1.5);
    private static final ReferenceTensor CUBE = ReferenceTensor.of(
            new double[] {1, 5, 5, 2, 0, -1, 3, 3, 3, -4, 9, 9, 1, 2, 3, 7, 7, 0, -1, -1, -1, 4, 4, 8}, 2, 3, 4);

    private Primitives() {}

    static List<Primitive> all() {
        List<Primitive> rows = new ArrayList<>();
        rows.add(unary("neg", Tensor::neg, NUMBERS));
        rows.add(unary("abs", Tensor::abs, NUMBERS));
        rows.add(unary("sign", Tensor::sign, FINITE));
        rows.add(unary("exp", Tensor::exp, NUMBERS));
        rows.add(unary("expm1", Tensor::expm1, NUMBERS));
        rows.add(unary("log", Tensor::log, NUMBERS));
        rows.add(unary("log1p", Tensor::log1p, POSITIVE, ReferenceTensor.vector(0, 1e-12, -1e-12, -0.5, -1, -2, INF)));
        rows.add(unary("sqrt", Tensor::sqrt, NUMBERS));
        rows.add(unary("softplus", Tensor::softplus, NUMBERS));
        rows.add(unary("sigmoid", Tensor::sigmoid, NUMBERS));
        rows.add(unary("atan", Tensor::atan, NUMBERS));
        rows.add(unary("tanh", Tensor::tanh, NUMBERS));
        rows.add(unary("pow 3", x -> x.pow(3), FINITE));
        rows.add(unary("pow 2", x -> x.pow(2), NUMBERS));
        rows.add(unary("pow 0.5", x -> x.pow(0.5), POSITIVE));
        rows.add(unary("pow -1.5", x -> x.pow(-1.5), POSITIVE));
        rows.add(unary("stopGradient", x -> x.stopGradient().mul(x), FINITE));
        rows.add(binary("add", Tensor::add));
        rows.add(binary("sub", Tensor::sub));
        rows.add(binary("mul", Tensor::mul));
        rows.add(binary("div", Tensor::div));
        rows.add(binary("minimum", Tensor::minimum));
        rows.add(binary("maximum", Tensor::maximum));
        rows.add(binary("greater", (a, b) -> a.greater(b).mul(a)));
        rows.add(binary("equal", (a, b) -> a.equal(b).mul(a)));
        rows.add(unary("maximum of NaN and infinities", x -> x.maximum(1), NUMBERS));
        rows.add(unary("minimum of NaN and infinities", x -> x.minimum(1), NUMBERS));
        rows.add(unary("greater with NaN", x -> x.greater(0), NUMBERS));
        rows.add(unary("equal with NaN and infinities", x -> x.equal(INF), NUMBERS));
        rows.add(unary("where hides NaN", x -> x.equal(x).where(x, 3), NUMBERS));
        rows.add(new Primitive(
                "where",
                x -> x.get(0).greater(0).where(x.get(1), x.get(2)),
                List.of(
                        List.of(FINITE, OTHER, POSITIVE),
                        List.of(COLUMN, ROW, OTHER),
                        List.of(ROW, COLUMN, SCALAR),
                        List.of(SCALAR, ROW, COLUMN))));
        rows.add(unary("sum 0", x -> x.sum(new int[] {0}, false), FINITE, CUBE));
        rows.add(unary("sum 1 keep", x -> x.sum(new int[] {1}, true), FINITE, CUBE));
        rows.add(unary("sum 0 and 2", x -> x.sum(new int[] {0, 2}, false), CUBE));
        rows.add(unary("sum all squared", x -> x.square().sum(), CUBE, ROW, SCALAR));
        rows.add(unary("max 1, ties to the first", x -> x.max(1, false), CUBE, FINITE));
        rows.add(unary("max 0 keep", x -> x.max(0, true), CUBE));
        rows.add(unary("max from the end", x -> x.max(-1, false), CUBE));
        rows.add(unary("min from the end, keep", x -> x.min(-2, true), CUBE));
        rows.add(unary("max with NaN and infinities", x -> x.max(1, false), NUMBERS));
        rows.add(unary("min 2", x -> x.min(2, false), CUBE));
        rows.add(new Primitive(
                "matmul",
                x -> x.get(0).matmul(x.get(1)),
                List.of(
                        List.of(FINITE, ReferenceTensor.of(new double[] {1, -2, 0.5, 3, 0, 1, 2, 2}, 4, 2)),
                        List.of(COLUMN, ReferenceTensor.of(new double[] {1, 2}, 1, 2)))));
        rows.add(new Primitive(
                "squaredDistances",
                x -> x.get(0).squaredDistances(x.get(1)),
                List.of(List.of(FINITE, OTHER), List.of(COLUMN, ReferenceTensor.of(new double[] {1, 2, 0}, 3, 1)))));
        rows.add(new Primitive(
                "weightedDifferences",
                x -> x.get(0).weightedDifferences(x.get(1), x.get(2)),
                List.of(List.of(
                        ReferenceTensor.of(new double[] {1, 0, -2, 0.5, 3, 0, 0, 0, 1}, 3, 3), POSITIVE, OTHER))));
        rows.add(unary("transpose", x -> x.transpose(2, 0, 1).mul(x.transpose(2, 0, 1)), CUBE));
        rows.add(unary("transpose matrix", Tensor::transpose, FINITE, COLUMN));
        rows.add(unary("reshape", x -> x.reshape(Shape.of(4, 6)).square(), CUBE));
        rows.add(unary("reshape of transpose", x -> x.transpose(2, 0, 1).reshape(Shape.of(24)), CUBE));
        rows.add(unary("expand", x -> x.expand(Shape.of(2, 3, 4)).square(), ROW, COLUMN, SCALAR));
        rows.add(unary("logSumExp", x -> x.logSumExp(-1, false), CUBE, FINITE));
        rows.add(unary("logSoftmax", x -> x.logSoftmax(1).mul(x), CUBE));
        rows.add(unary(
                "logSoftmax with -inf",
                x -> x.logSoftmax(1).greater(-INF).where(x.logSoftmax(1), 0),
                ReferenceTensor.of(new double[] {-INF, 1, 2, 1e9, -1e9, -INF}, 2, 3)));
        rows.add(unary("safeSqrt", Tensor::safeSqrt, ReferenceTensor.vector(0, 4, 2, Double.NaN, INF)));
        rows.add(unary(
                "logGamma",
                Tensor::logGamma,
                ReferenceTensor.vector(1e-3, 0.5, 1.3, 2.5, 3.7, 7.9, 8, 25, 1e3, 1e6, 0, -0.5, Double.NaN)));
        rows.add(unary("oneHot", x -> x.oneHot(4, 1), ReferenceTensor.vector(0, 3, 2, -1, 4, 1.5)));
        rows.add(unary("mean and relu", x -> x.relu().mean(), FINITE));
        rows.add(unary("clamp", x -> x.clamp(-1, 2), FINITE));
        return rows;
    }

    private static Primitive unary(String name, UnaryOperator<Tensor> operation, ReferenceTensor... operands) {
        Function<List<Tensor>, Tensor> applied = x -> operation.apply(x.get(0));
        return new Primitive(
                name, applied, java.util.Arrays.stream(operands).map(List::of).toList());
    }

    private static Primitive binary(String name, BinaryOperator<Tensor> operation) {
        return new Primitive(
                name,
                x -> operation.apply(x.get(0), x.get(1)),
                List.of(
                        List.of(FINITE, OTHER),
                        List.of(FINITE, ROW),
                        List.of(COLUMN, FINITE),
                        List.of(COLUMN, ROW),
                        List.of(SCALAR, CUBE),
                        List.of(CUBE, SCALAR),
                        List.of(SCALAR, SCALAR),
                        List.of(CUBE, COLUMN),
                        List.of(ReferenceTensor.of(new double[] {2}, 1, 1), ROW),
                        List.of(ROW, ReferenceTensor.of(new double[] {0.5}, 1, 1, 1))));
    }
}
