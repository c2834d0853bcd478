package org.losses4j.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The elementwise operations on two tensors, each with its derivatives by both operands: a and b are the operands, y is the
 * result and g the gradient by y.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
public enum BinaryOp implements Op {
    ADD(Tensor::add, (a, b, y, g) -> g, (a, b, y, g) -> g),
    SUB(Tensor::sub, (a, b, y, g) -> g, (a, b, y, g) -> g.neg()),
    MUL(Tensor::mul, (a, b, y, g) -> g.mul(b), (a, b, y, g) -> g.mul(a)),
    DIV(Tensor::div, (a, b, y, g) -> g.div(b), (a, b, y, g) -> g.mul(y).div(b).neg()),
    MINIMUM(
            Tensor::minimum,
            (a, b, y, g) -> a.less(b).where(g, 0),
            (a, b, y, g) -> a.less(b).where(0, g)),
    MAXIMUM(
            Tensor::maximum,
            (a, b, y, g) -> a.greater(b).where(g, 0),
            (a, b, y, g) -> a.greater(b).where(0, g)),
    GREATER(Tensor::greater, (a, b, y, g) -> null, (a, b, y, g) -> null),
    EQUAL(Tensor::equal, (a, b, y, g) -> null, (a, b, y, g) -> null);

    private final BinaryOperator<Tensor> operation;
    private final Derivative byFirst;
    private final Derivative bySecond;

    BinaryOp(BinaryOperator<Tensor> operation, Derivative byFirst, Derivative bySecond) {
        this.operation = operation;
        this.byFirst = byFirst;
        this.bySecond = bySecond;
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return Shape.broadcast(operands.get(0), operands.get(1));
    }

    @Override
    public Tensor apply(List<Tensor> operands) {
        return operation.apply(operands.get(0), operands.get(1));
    }

    @Override
    public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
        Tensor a = operands.get(0);
        Tensor b = operands.get(1);
        return Arrays.asList(byFirst.of(a, b, result, gradient), bySecond.of(a, b, result, gradient));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private interface Derivative {
        @Nullable
        Tensor of(Tensor a, Tensor b, Tensor y, Tensor g);
    }
}
