package org.losses4j.engine.internal.ir;

import java.util.List;
import java.util.Optional;
import org.losses4j.engine.internal.ir.TermOp.Reduction;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/**
 * A node of the intermediate form: an operation on other terms, with one number for each position along its labels, as t[i,j].
 * Terms are compared by identity: {@link Terms} makes equal ones only once.
 */
public final class Term {
    private final int number;
    private final TermOp op;
    private final List<Term> operands;
    private final long labels;

    Term(int number, TermOp op, List<Term> operands, long labels) {
        this.number = number;
        this.op = op;
        this.operands = List.copyOf(operands);
        this.labels = labels;
    }

    /** The position in the order in which terms were made, operands before results. */
    public int number() {
        return number;
    }

    public TermOp op() {
        return op;
    }

    public List<Term> operands() {
        return operands;
    }

    public Term operand(int index) {
        return operands.get(index);
    }

    /** The labels that the term depends on, as a {@link LabelSet}. */
    public long labels() {
        return labels;
    }

    public boolean is(UnaryOp wanted) {
        return op instanceof TermOp.Unary unary && unary.op() == wanted;
    }

    public boolean is(BinaryOp wanted) {
        return op instanceof TermOp.Binary binary && binary.op() == wanted;
    }

    /** Whether the term is this constant; 0 and −0 are taken as equal. */
    public boolean isConstant(double value) {
        return op instanceof TermOp.Constant constant && constant.value() == value;
    }

    /**
     * Whether it is a constant that a kernel is given, so that the kernel serves for others too: such as the divisor of a mean.
     * Those that formulas are full of are written into the code.
     */
    public boolean isParameter() {
        return dependsOnExtents() || (op instanceof TermOp.Constant constant && Terms.isParameter(constant.value()));
    }

    /** Whether it is a constant that may have another value for other extents, but never 0. */
    boolean dependsOnExtents() {
        return op instanceof TermOp.Number || op instanceof TermOp.Count;
    }

    /** Whether it is a constant that is finite, in float32 too. */
    boolean isFiniteConstant() {
        return dependsOnExtents()
                || (op instanceof TermOp.Constant constant && Math.abs(constant.value()) <= Float.MAX_VALUE);
    }

    /** Whether it is a constant that is finite and above 0, whatever the extents. */
    public boolean isLimit() {
        return op instanceof TermOp.Constant constant
                ? constant.value() > 0 && Double.isFinite(constant.value())
                : op instanceof TermOp.Count || (op instanceof TermOp.Number given && given.positive());
    }

    /** The tensor that it is an element of; empty if it is computed. */
    public Optional<Access> read() {
        if (op instanceof TermOp.Load load) {
            return Optional.of(load.access());
        }
        return op instanceof TermOp.Pick pick ? Optional.of(pick.access()) : Optional.empty();
    }

    public boolean reduces() {
        return op instanceof Reduction;
    }

    /** The labels that a reduction reduces over; none if the term is not a reduction. */
    public long over() {
        return op instanceof Reduction reduction ? reduction.over() : 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("t" + number + LabelSet.letters(labels) + " = ");
        if (op instanceof TermOp.Constant constant) {
            return text.append(constant.value()).toString();
        }
        if (op instanceof TermOp.Number given) {
            return text.append("number ").append(given.number()).toString();
        }
        if (op instanceof TermOp.Count count) {
            return text.append("count ")
                    .append(LabelSet.letters(count.labels()))
                    .toString();
        }
        if (op instanceof TermOp.Load load) {
            return text.append("load ").append(load.access()).toString();
        }
        if (op instanceof TermOp.Index) {
            return text.append("index").toString();
        }
        if (op instanceof TermOp.Pick pick) {
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
        if (op instanceof TermOp.Unary unary) {
            return unary.op().toString();
        }
        if (op instanceof TermOp.Decay) {
            return "decay";
        }
        if (op instanceof TermOp.Inverse) {
            return "inverse";
        }
        if (op instanceof TermOp.Share) {
            return "share";
        }
        if (op instanceof TermOp.Rest) {
            return "log1p";
        }
        if (op instanceof TermOp.Power power) {
            return "pow " + power.exponent();
        }
        if (op instanceof TermOp.Binary binary) {
            return binary.op().toString();
        }
        return op instanceof Reduction reduction
                ? (reduction.fold() == TermOp.Fold.SUM ? "sum " : "max ") + LabelSet.letters(reduction.over())
                : "where";
    }
}
