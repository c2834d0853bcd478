package org.losses4j.engine.internal.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** The factory of terms: makes equal terms only once, and in cheaper forms where it knows some. */
public final class Terms {
    private final Map<Key, Term> terms = new HashMap<>();
    private final Map<Term, Term> softplus = new HashMap<>();

    public Term term(TermOp op, List<Term> operands) {
        return terms.computeIfAbsent(
                new Key(op, operands), key -> new Term(terms.size(), op, operands, labels(op, operands)));
    }

    /** A term's operation on other operands, simplified where that changes no bit: a choice by a constant, x + −0, −constant. */
    public Term again(Term term, List<Term> operands) {
        if (term.op() instanceof TermOp.Choice) {
            return choice(operands.get(0), operands.get(1), operands.get(2));
        }
        if (term.is(UnaryOp.NEG) && operands.get(0).op() instanceof TermOp.Constant constant) {
            return constant(-constant.value());
        }
        if (term.is(BinaryOp.ADD) && isNegativeZero(operands.get(0))) {
            return operands.get(1);
        }
        if (term.is(BinaryOp.ADD) && isNegativeZero(operands.get(1))) {
            return operands.get(0);
        }
        return term(term.op(), operands);
    }

    private static boolean isNegativeZero(Term term) {
        return term.op() instanceof TermOp.Constant constant
                && Double.doubleToRawLongBits(constant.value()) == Double.doubleToRawLongBits(-0.0);
    }

    public Term constant(double value) {
        return term(new TermOp.Constant(value), List.of());
    }

    /** The number of positions along some labels. */
    public Term count(long labels) {
        return term(new TermOp.Count(labels), List.of());
    }

    /**
     * Whether a kernel is given a constant, so that it serves for others too. Those that formulas are full of are written into
     * its code.
     */
    static boolean isParameter(double constant) {
        double size = Math.abs(constant);
        return Double.isFinite(size) && size != 0 && size != 0.5 && size != 1 && size != 2;
    }

    /**
     * Whether a constant of a graph becomes a {@link TermOp.Number}: no cheaper form depends on more of it than its sign. It is
     * none of the exponents that {@link #unary} looks for, and neither 0 nor infinite in float32.
     */
    public static boolean isNumber(double constant) {
        double size = Math.abs(constant);
        return isParameter(constant) && !isSmall(size) && size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE;
    }

    /** An elementary function. Softplus and sigmoid of x and of −x share e^−|x|, and terms that depend on that only. */
    public Term unary(UnaryOp op, Term x) {
        return switch (op) {
            case STOP_GRADIENT -> x;
            case EXP -> exp(x);
            case EXPM1 -> expm1(x);
            case NEG -> x.is(UnaryOp.NEG) ? x.operand(0) : term(new TermOp.Unary(op), List.of(x));
            case SOFTPLUS -> {
                Term sum = binary(BinaryOp.ADD, bySign(x, x, constant(0)), term(new TermOp.Rest(), List.of(decay(x))));
                softplus.put(sum, x);
                yield sum;
            }
            case SIGMOID ->
                bySign(x, term(new TermOp.Inverse(), List.of(decay(x))), term(new TermOp.Share(), List.of(decay(x))));
            default -> term(new TermOp.Unary(op), List.of(x));
        };
    }

    /** eˣ. For x = −k·softplus(y), k = 1 to 4, it is sigmoid(−y)ᵏ, which is off by fewer ulp, and which a gradient needs anyway. */
    private Term exp(Term x) {
        Term part = softmaxPart(x);
        if (part != null) {
            return binary(BinaryOp.MUL, part, inverse(x));
        }
        if (x.is(BinaryOp.MUL)) {
            Term argument = softplus.get(x.operand(0));
            if (argument != null && x.operand(1).op() instanceof TermOp.Constant factor && isSmall(-factor.value())) {
                Term opposite = argument.is(UnaryOp.NEG) ? argument.operand(0) : unary(UnaryOp.NEG, argument);
                Term sigmoid = unary(UnaryOp.SIGMOID, opposite);
                return -factor.value() == 1 ? sigmoid : term(new TermOp.Power(-factor.value()), List.of(sigmoid));
            }
        }
        return term(SignAnalysis.isNeverPositive(x) ? new TermOp.Decay() : new TermOp.Unary(UnaryOp.EXP), List.of(x));
    }

    private Term expm1(Term x) {
        Term part = softmaxPart(x);
        return part == null
                ? term(new TermOp.Unary(UnaryOp.EXPM1), List.of(x))
                : binary(BinaryOp.MUL, binary(BinaryOp.SUB, part, x.operand(1).operand(0)), inverse(x));
    }

    /**
     * The exponential of y, if x is y − log Σ eʸ with no eʸ above 1 and one that is 1, as in a log-softmax; else null. Then eˣ
     * is eʸ / Σ eʸ, a quotient of terms that are computed anyway. Both ways are within the rounding of the sum, and so is x.
     */
    private static @Nullable Term softmaxPart(Term x) {
        if (!x.is(BinaryOp.SUB) || !x.operand(1).is(UnaryOp.LOG)) {
            return null;
        }
        Term sum = x.operand(1).operand(0);
        Term part =
                sum.op() instanceof TermOp.Reduction reduction && reduction.fold() == Fold.SUM ? sum.operand(0) : sum;
        boolean softmax = part.op() instanceof TermOp.Decay
                && part.operand(0) == x.operand(0)
                && SignAnalysis.isBelowPeak(x.operand(0));
        return softmax ? part : null;
    }

    private Term inverse(Term logProbability) {
        return binary(BinaryOp.DIV, constant(1), logProbability.operand(1).operand(0));
    }

    private static boolean isSmall(double exponent) {
        return exponent == 1 || exponent == 2 || exponent == 3 || exponent == 4;
    }

    private Term decay(Term x) {
        return term(new TermOp.Decay(), List.of(x.is(UnaryOp.NEG) ? x.operand(0) : x));
    }

    /** {@code below} where x &lt; 0, else {@code above}; x and −x share one comparison. */
    private Term bySign(Term x, Term above, Term below) {
        Term negative = binary(BinaryOp.GREATER, constant(0), x.is(UnaryOp.NEG) ? x.operand(0) : x);
        return term(
                new TermOp.Choice(),
                x.is(UnaryOp.NEG) ? List.of(negative, above, below) : List.of(negative, below, above));
    }

    /**
     * {@code then} where the condition is not 0, else {@code otherwise}. "0 where x = 0, else c·x" with a finite constant c is
     * just c·x: the choice guards a product 0·∞ only, as of a target of 0 and an infinite logarithm.
     */
    public Term choice(Term condition, Term then, Term otherwise) {
        if (condition.op() instanceof TermOp.Constant constant) {
            return constant.value() != 0 ? then : otherwise;
        }
        if (condition.dependsOnExtents()) {
            return then;
        }
        boolean zero = condition.is(BinaryOp.EQUAL) && condition.operand(1).isConstant(0) && then.isConstant(0);
        if (zero && otherwise.is(BinaryOp.MUL)) {
            Term factor = otherwise.operand(otherwise.operand(0) == condition.operand(0) ? 1 : 0);
            boolean same = otherwise.operands().contains(condition.operand(0));
            if (same && factor.isFiniteConstant()) {
                return otherwise;
            }
        }
        return term(new TermOp.Choice(), List.of(condition, then, otherwise));
    }

    /** An operation on two terms; of negated ones another, where that gives the same bits. */
    public Term binary(BinaryOp op, Term a, Term b) {
        boolean first = a.is(UnaryOp.NEG);
        boolean second = b.is(UnaryOp.NEG);
        if ((op == BinaryOp.MUL || op == BinaryOp.DIV) && (first || second)) {
            Term result = binary(op, first ? a.operand(0) : a, second ? b.operand(0) : b);
            return first == second ? result : unary(UnaryOp.NEG, result);
        }
        if (first != second && (op == BinaryOp.ADD || (op == BinaryOp.SUB && second))) {
            return second
                    ? binary(op == BinaryOp.ADD ? BinaryOp.SUB : BinaryOp.ADD, a, b.operand(0))
                    : binary(BinaryOp.SUB, b, a.operand(0));
        }
        return term(new TermOp.Binary(op), List.of(a, b));
    }

    /** A reduction over labels. Over labels that the operand does not depend on, a sum is a product with their extents. */
    public Term reduction(Fold fold, Term operand, long over) {
        if (fold == Fold.SUM && operand.is(UnaryOp.NEG)) {
            return again(operand, List.of(reduction(fold, operand.operand(0), over)));
        }
        long present = over & operand.labels();
        Term reduced = present == 0 ? operand : term(new TermOp.Reduction(fold, present), List.of(operand));
        long absent = over & ~present;
        return fold == Fold.MAX || absent == 0 ? reduced : binary(BinaryOp.MUL, reduced, count(absent));
    }

    private static long labels(TermOp op, List<Term> operands) {
        long labels = 0;
        for (Term operand : operands) {
            labels |= operand.labels();
        }
        if (op instanceof TermOp.Load load) {
            return load.access().labelSet();
        }
        if (op instanceof TermOp.Pick pick) {
            return labels | (pick.access().labelSet() & ~(1L << pick.label()));
        }
        if (op instanceof TermOp.Index index) {
            return 1L << index.label();
        }
        return op instanceof TermOp.Reduction reduction ? labels & ~reduction.over() : labels;
    }

    private record Key(TermOp op, List<Term> operands) {}
}
