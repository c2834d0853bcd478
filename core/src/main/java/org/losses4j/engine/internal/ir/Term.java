package org.losses4j.engine.internal.ir;

import java.util.List;
import java.util.Optional;
import org.losses4j.engine.internal.ir.Kind.Reduction;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** A number for each point of some labels, computed from others. Terms are compared by identity: equal ones are shared. */
public final class Term {
    private final int number;
    private final Kind kind;
    private final List<Term> operands;
    private final long labels;

    Term(int number, Kind kind, List<Term> operands, long labels) {
        this.number = number;
        this.kind = kind;
        this.operands = List.copyOf(operands);
        this.labels = labels;
    }

    /** The order in which it was made, operands before results. */
    public int number() {
        return number;
    }

    public Kind kind() {
        return kind;
    }

    public List<Term> operands() {
        return operands;
    }

    public Term operand(int index) {
        return operands.get(index);
    }

    /** What it depends on. */
    public long labels() {
        return labels;
    }

    public boolean is(UnaryOp op) {
        return kind instanceof Kind.Unary unary && unary.op() == op;
    }

    public boolean is(BinaryOp op) {
        return kind instanceof Kind.Binary binary && binary.op() == op;
    }

    /** Whether it is this constant; 0 is also −0. */
    public boolean isConstant(double value) {
        return kind instanceof Kind.Constant constant && constant.value() == value;
    }

    /** The tensor that it is an element of; empty if it is computed. */
    public Optional<Access> read() {
        if (kind instanceof Kind.Load load) {
            return Optional.of(load.access());
        }
        return kind instanceof Kind.Pick pick ? Optional.of(pick.access()) : Optional.empty();
    }

    public boolean reduces() {
        return kind instanceof Reduction;
    }

    /** The labels that this reduction is over; none if it is not one. */
    public long over() {
        return kind instanceof Reduction reduction ? reduction.over() : 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("t" + number + LabelSet.letters(labels) + " = ");
        if (kind instanceof Kind.Constant constant) {
            return text.append(constant.value()).toString();
        }
        if (kind instanceof Kind.Load load) {
            return text.append("load ").append(load.access()).toString();
        }
        if (kind instanceof Kind.Index) {
            return text.append("index").toString();
        }
        if (kind instanceof Kind.Pick pick) {
            return text.append("pick ")
                    .append(pick.access())
                    .append(" at t")
                    .append(operand(0).number)
                    .toString();
        }
        text.append(name());
        operands.forEach(operand -> text.append(" t").append(operand.number));
        return text.toString();
    }

    private String name() {
        if (kind instanceof Kind.Unary unary) {
            return unary.op().toString();
        }
        if (kind instanceof Kind.Decay) {
            return "decay";
        }
        if (kind instanceof Kind.Inverse) {
            return "inverse";
        }
        if (kind instanceof Kind.Share) {
            return "share";
        }
        if (kind instanceof Kind.Rest) {
            return "log1p";
        }
        if (kind instanceof Kind.Power power) {
            return "pow " + power.exponent();
        }
        if (kind instanceof Kind.Binary binary) {
            return binary.op().toString();
        }
        return kind instanceof Reduction reduction
                ? (reduction.fold() == Kind.Fold.SUM ? "sum " : "max ") + LabelSet.letters(reduction.over())
                : "where";
    }
}
