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

    /** What gives the same value with less work: a node that there is, or another operation. */
    sealed interface Simpler permits Node, Call {}

    /** An operation on nodes, which may be simplified further. */
    record Call(Op op, List<Node> operands) implements Simpler {
        private Call(Op op, Node operand) {
            this(op, List.of(operand));
        }

        // Written out, as what a record has by itself is slow until it is compiled.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Call call && op.equals(call.op) && operands.equals(call.operands);
        }

        @Override
        public int hashCode() {
            int hash = op.hashCode();
            for (int i = 0; i < operands.size(); i++) {
                hash = 31 * hash + operands.get(i).number();
            }
            return hash;
        }
    }

    /** What gives the same value with less work, or null if there is nothing. */
    static @Nullable Simpler simplify(Op op, List<Node> operands) {
        if (foldable(op) && areConstants(operands)) {
            return new Call(new Leaf.Constant(fold(op, operands)), List.of());
        }
        if (op instanceof UnaryOp unary) {
            return unary(unary, operands.get(0));
        }
        if (op instanceof BinaryOp binary) {
            return binary(binary, operands.get(0), operands.get(1));
        }
        if (op instanceof ShapedOp shaped) {
            return shaped(shaped, operands.get(0));
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

    private static @Nullable Simpler unary(UnaryOp op, Node x) {
        boolean twiceNegated = op == UnaryOp.NEG && x.op() == UnaryOp.NEG;
        return twiceNegated ? x.operands().get(0) : null;
    }

    private static @Nullable Simpler binary(BinaryOp op, Node a, Node b) {
        // Constants are scalars, so that the other operand has the shape of the result.
        return switch (op) {
            case ADD -> b.is(0) ? a : a.is(0) ? b : difference(a, b);
            case SUB -> b.is(0) ? a : null;
            case MUL -> b.is(1) ? a : a.is(1) ? b : negated(a, b);
            case DIV -> b.is(1) ? a : null;
            case MINIMUM, MAXIMUM, GREATER, EQUAL -> null;
        };
    }

    private static @Nullable Simpler difference(Node a, Node b) {
        return b.op() == UnaryOp.NEG
                ? new Call(BinaryOp.SUB, List.of(a, b.operands().get(0)))
                : null;
    }

    private static @Nullable Simpler negated(Node a, Node b) {
        if (b.is(-1)) {
            return new Call(UnaryOp.NEG, a);
        }
        return a.is(-1) ? new Call(UnaryOp.NEG, b) : null;
    }

    private static @Nullable Simpler shaped(ShapedOp op, Node x) {
        if (op instanceof ShapedOp.Pow pow) {
            return pow.exponent() == 1 ? x : pow.exponent() == 2 ? new Call(BinaryOp.MUL, List.of(x, x)) : null;
        }
        if (op instanceof ShapedOp.Sum sum && areOne(sum.axes(), x.shape())) {
            return new Call(new ShapedOp.Reshape(sum.shape(List.of(x.shape()))), x);
        }
        if (op instanceof ShapedOp.Reshape reshape) {
            if (reshape.shape().equals(x.shape())) {
                return x;
            }
            return x.op() instanceof ShapedOp.Reshape
                    ? new Call(op, x.operands().get(0))
                    : null;
        }
        if (op instanceof ShapedOp.Expand expand && expand.shape().equals(x.shape())) {
            return x;
        }
        return op instanceof ShapedOp.Transpose transpose ? transposed(transpose.order(), x) : null;
    }

    private static boolean areOne(List<Integer> axes, Shape shape) {
        for (int axis : axes) {
            if (shape.extent(axis) != 1) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Simpler transposed(List<Integer> order, Node x) {
        if (isInOrder(order)) {
            return x;
        }
        if (x.op() instanceof ShapedOp.Transpose before) {
            List<Integer> both = order.stream().map(before.order()::get).toList();
            return new Call(new ShapedOp.Transpose(both), x.operands().get(0));
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
