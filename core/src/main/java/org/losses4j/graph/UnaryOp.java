package org.losses4j.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The elementwise operations on one tensor x with the result y, each with its derivative g · dy/dx, g the gradient by y. */
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
public enum UnaryOp implements Op {
    NEG(Tensor::neg, (x, y, g) -> g.neg()),
    ABS(Tensor::abs, (x, y, g) -> g.mul(x.sign())),
    SIGN(Tensor::sign, (x, y, g) -> null),
    EXP(Tensor::exp, (x, y, g) -> g.mul(y)),
    EXPM1(Tensor::expm1, (x, y, g) -> g.mul(x.exp())),
    LOG(Tensor::log, (x, y, g) -> g.div(x)),
    LOG1P(Tensor::log1p, (x, y, g) -> g.div(x.add(1))),
    SQRT(Tensor::sqrt, (x, y, g) -> g.div(y.mul(2))),
    SOFTPLUS(Tensor::softplus, (x, y, g) -> g.mul(x.sigmoid())),
    SIGMOID(Tensor::sigmoid, (x, y, g) -> g.mul(y.mul(x.neg().sigmoid()))),
    ATAN(Tensor::atan, (x, y, g) -> g.div(x.square().add(1))),
    STOP_GRADIENT(Tensor::stopGradient, (x, y, g) -> null);

    private final UnaryOperator<Tensor> operation;
    private final Derivative derivative;

    UnaryOp(UnaryOperator<Tensor> operation, Derivative derivative) {
        this.operation = operation;
        this.derivative = derivative;
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Tensor apply(List<Tensor> operands) {
        return operation.apply(operands.get(0));
    }

    @Override
    public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
        return Arrays.asList(derivative.of(operands.get(0), result, gradient));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private interface Derivative {
        @Nullable
        Tensor of(Tensor x, Tensor y, Tensor g);
    }
}
