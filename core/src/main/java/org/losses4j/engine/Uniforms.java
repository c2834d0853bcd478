package org.losses4j.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** The numbers that are the same for the whole batch, computed in float64 between passes. */
final class Uniforms {
    private final ToDoubleFunction<Access> memory;
    private final Map<Term, Double> known = new HashMap<>();

    /** Reads scalars from memory as it needs them. */
    Uniforms(ToDoubleFunction<Access> memory) {
        this.memory = memory;
    }

    /** Sets what a pass has summed. */
    void define(Term total, double value) {
        known.put(total, value);
    }

    double of(Term term) {
        Double value = known.get(term);
        if (value == null) {
            value = compute(term);
            known.put(term, value);
        }
        return value;
    }

    private double compute(Term term) {
        Kind kind = term.kind();
        if (kind instanceof Kind.Constant constant) {
            return constant.value();
        }
        if (kind instanceof Kind.Load load) {
            return memory.applyAsDouble(load.access());
        }
        double[] operands = term.operands().stream().mapToDouble(this::of).toArray();
        if (kind instanceof Kind.Choice) {
            return operands[0] != 0 ? operands[1] : operands[2];
        }
        if (kind instanceof Kind.Sigmoid) {
            return apply(UnaryOp.SIGMOID, operands[0]);
        }
        if (kind instanceof Kind.Rest) {
            return Math.log1p(operands[0]);
        }
        if (kind instanceof Kind.Power power) {
            return Math.pow(operands[0], power.exponent());
        }
        if (kind instanceof Kind.Unary unary) {
            return apply(unary.op(), operands[0]);
        }
        if (kind instanceof Kind.Binary binary) {
            return apply(binary.op(), operands[0], operands[1]);
        }
        throw new IllegalStateException("No pass has made " + term);
    }

    private static double apply(UnaryOp op, double x) {
        Tensor result = op.apply(List.of(ReferenceTensor.scalar(x)));
        return result.item();
    }

    private static double apply(BinaryOp op, double x, double y) {
        return op.apply(List.of(ReferenceTensor.scalar(x), ReferenceTensor.scalar(y)))
                .item();
    }
}
