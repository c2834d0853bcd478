package org.losses4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Replaces operations by cheaper nodes of the same value. Every rule keeps the value to the last bit, NaN and infinities
 * included, but for the sign of a zero; so x · 0, which is NaN where x is, stays as it is.
 */
final class Simplifier {
    private Simplifier() {}

    /** The node that gives the same value with less work, or null if there is none. */
    static @Nullable Node simplify(Recorder recorder, Op op, List<Node> operands) {
        if (foldable(op) && areConstants(operands)) {
            return recorder.constant(fold(op, operands));
        }
        if (op instanceof UnaryOp unary) {
            return unary(unary, operands.get(0));
        }
        if (op instanceof BinaryOp binary) {
            return binary(recorder, binary, operands.get(0), operands.get(1));
        }
        if (op instanceof ShapedOp shaped) {
            return shaped(recorder, shaped, operands);
        }
        return null;
    }

    private static boolean foldable(Op op) {
        return op instanceof UnaryOp
                || op instanceof BinaryOp
                || op instanceof ShapedOp.Pow
                || op instanceof ShapedOp.Where;
    }

    private static boolean areConstants(List<Node> nodes) {
        for (Node node : nodes) {
            if (!(node.op() instanceof Leaf.Constant)) {
                return false;
            }
        }
        return true;
    }

    private static double fold(Op op, List<Node> operands) {
        List<Tensor> constants = operands.stream()
                .map(x -> (Tensor) ReferenceTensor.scalar(((Leaf.Constant) x.op()).value()))
                .toList();
        return op.apply(constants).item();
    }

    private static @Nullable Node unary(UnaryOp op, Node x) {
        boolean twiceNegated = op == UnaryOp.NEG && x.op() == UnaryOp.NEG;
        return twiceNegated ? x.operands().get(0) : null;
    }

    private static @Nullable Node binary(Recorder recorder, BinaryOp op, Node a, Node b) {
        // Constants are scalars, so that the other operand has the shape of the result.
        return switch (op) {
            case ADD -> b.is(0) ? a : a.is(0) ? b : difference(recorder, a, b);
            case SUB -> b.is(0) ? a : null;
            case MUL -> b.is(1) ? a : a.is(1) ? b : negated(recorder, a, b);
            case DIV -> b.is(1) ? a : null;
            case MINIMUM, MAXIMUM, GREATER, EQUAL -> null;
        };
    }

    private static @Nullable Node difference(Recorder recorder, Node a, Node b) {
        return b.op() == UnaryOp.NEG
                ? recorder.node(BinaryOp.SUB, List.of(a, b.operands().get(0)))
                : null;
    }

    private static @Nullable Node negated(Recorder recorder, Node a, Node b) {
        if (b.is(-1)) {
            return recorder.node(UnaryOp.NEG, List.of(a));
        }
        return a.is(-1) ? recorder.node(UnaryOp.NEG, List.of(b)) : null;
    }

    private static @Nullable Node shaped(Recorder recorder, ShapedOp op, List<Node> operands) {
        Node x = operands.get(0);
        if (op instanceof ShapedOp.Pow pow) {
            return pow.exponent() == 1 ? x : pow.exponent() == 2 ? recorder.node(BinaryOp.MUL, List.of(x, x)) : null;
        }
        if (op instanceof ShapedOp.Sum sum && areOne(sum.axes(), x.shape())) {
            return recorder.node(new ShapedOp.Reshape(sum.shape(List.of(x.shape()))), operands);
        }
        if (op instanceof ShapedOp.Reshape reshape) {
            if (reshape.shape().equals(x.shape())) {
                return x;
            }
            return x.op() instanceof ShapedOp.Reshape ? recorder.node(op, x.operands()) : null;
        }
        if (op instanceof ShapedOp.Expand expand && expand.shape().equals(x.shape())) {
            return x;
        }
        return op instanceof ShapedOp.Transpose transpose ? transposed(recorder, transpose.order(), x) : null;
    }

    private static boolean areOne(List<Integer> axes, Shape shape) {
        for (int axis : axes) {
            if (shape.extent(axis) != 1) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Node transposed(Recorder recorder, List<Integer> order, Node x) {
        if (isInOrder(order)) {
            return x;
        }
        if (x.op() instanceof ShapedOp.Transpose before) {
            List<Integer> both = order.stream().map(before.order()::get).toList();
            return recorder.node(new ShapedOp.Transpose(both), x.operands());
        }
        return null;
    }

    private static boolean isInOrder(List<Integer> order) {
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i) != i) {
                return false;
            }
        }
        return true;
    }
}
