package org.losses4j.engine.internal.ir;

import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** Proves from its structure that a term is never positive: the exponential of such a term takes half the work. */
final class SignAnalysis {
    private SignAnalysis() {}

    /** Whether each element of the term is known to be at most 0, or NaN: it is −|x|, or x less the maximum of x. */
    static boolean isNeverPositive(Term term) {
        return term.is(UnaryOp.NEG)
                ? term.operand(0).is(UnaryOp.ABS)
                : term.is(BinaryOp.SUB) && isPeak(term.operand(1), term.operand(0));
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
}
