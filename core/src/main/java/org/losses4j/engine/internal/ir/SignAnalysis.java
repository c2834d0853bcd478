package org.losses4j.engine.internal.ir;

import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/**
 * Proves from their structure that terms are never positive, or never negative: some functions of such terms take less work.
 */
public final class SignAnalysis {
    private SignAnalysis() {}

    /** Whether each element of the term is known to be at most 0, or NaN: it is −|x|, or x less the maximum of x. */
    static boolean isNeverPositive(Term term) {
        return isBelowPeak(term) || (term.is(UnaryOp.NEG) && term.operand(0).is(UnaryOp.ABS));
    }

    /** Whether the term is x less the maximum of x, so that one of its elements is 0. */
    static boolean isBelowPeak(Term term) {
        return term.is(BinaryOp.SUB) && isPeak(term.operand(1), term.operand(0));
    }

    /** Whether {@code term} is the maximum over {@code elements}, or 0 where the maximum is −∞, as in a softmax. */
    private static boolean isPeak(Term term, Term elements) {
        if (term.op() instanceof TermOp.Choice) {
            return term.operand(1).isConstant(0)
                    && isPeak(term.operand(2), elements)
                    && isNegativeInfinity(term.operand(0), term.operand(2));
        }
        return term.op() instanceof TermOp.Reduction reduction
                && reduction.fold() == Fold.MAX
                && term.operand(0) == elements;
    }

    private static boolean isNegativeInfinity(Term condition, Term term) {
        return condition.is(BinaryOp.EQUAL)
                && condition.operand(0) == term
                && condition.operand(1).isConstant(Double.NEGATIVE_INFINITY);
    }

    /** Whether each element of the term is known to be at least 0, and not −0, or NaN. */
    public static boolean isNeverNegative(Term term) {
        TermOp op = term.op();
        if (op instanceof TermOp.Constant constant) {
            return Double.compare(constant.value(), 0) >= 0;
        }
        if (op instanceof TermOp.Number number) {
            return number.positive();
        }
        if (op instanceof TermOp.Power power) {
            return power.exponent() == 2 || power.exponent() == 4;
        }
        if (op instanceof TermOp.Reduction) {
            return isNeverNegative(term.operand(0));
        }
        if (op instanceof TermOp.Choice) {
            return isNeverNegative(term.operand(1)) && isNeverNegative(term.operand(2));
        }
        if (op instanceof TermOp.Binary binary) {
            return isNeverNegative(binary.op(), term.operand(0), term.operand(1));
        }
        return op instanceof TermOp.Decay
                || op instanceof TermOp.Inverse
                || op instanceof TermOp.Share
                || op instanceof TermOp.Rest
                || op instanceof TermOp.Count
                || term.is(UnaryOp.ABS)
                || term.is(UnaryOp.EXP);
    }

    private static boolean isNeverNegative(BinaryOp op, Term a, Term b) {
        return switch (op) {
            case GREATER, EQUAL -> true;
            case SUB -> false;
            case MAXIMUM -> isNeverNegative(a) || isNeverNegative(b);
            case MUL -> a == b || (isNeverNegative(a) && isNeverNegative(b));
            case ADD, DIV, MINIMUM -> isNeverNegative(a) && (a == b || isNeverNegative(b));
        };
    }
}
