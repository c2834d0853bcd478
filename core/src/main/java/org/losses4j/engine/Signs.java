package org.losses4j.engine;

import org.losses4j.engine.Kind.Fold;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** What can be said about signs without values: the exponential of what is never positive takes half the work. */
final class Signs {
    private Signs() {}

    /** Whether each element is at most 0, or NaN. */
    static boolean isNeverPositive(Term term) {
        if (term.kind() instanceof Kind.Unary unary) {
            return unary.op() == UnaryOp.NEG && isSize(term.operand(0));
        }
        return isDifference(term) && isPeak(term.operand(1), term.operand(0));
    }

    private static boolean isDifference(Term term) {
        return term.kind() instanceof Kind.Binary binary && binary.op() == BinaryOp.SUB;
    }

    /** Whether a term is an absolute value. */
    static boolean isSize(Term term) {
        return term.kind() instanceof Kind.Unary unary && unary.op() == UnaryOp.ABS;
    }

    /** Whether {@code term} is the maximum over {@code elements}, or 0 where that is −∞, as a softmax takes it. */
    private static boolean isPeak(Term term, Term elements) {
        if (term.kind() instanceof Kind.Choice) {
            return isConstant(term.operand(1), 0)
                    && isPeak(term.operand(2), elements)
                    && isNegativeInfinity(term.operand(0), term.operand(2));
        }
        return term.kind() instanceof Kind.Reduction reduction
                && reduction.fold() == Fold.MAX
                && term.operand(0) == elements;
    }

    private static boolean isNegativeInfinity(Term condition, Term term) {
        return condition.kind() instanceof Kind.Binary binary
                && binary.op() == BinaryOp.EQUAL
                && condition.operand(0) == term
                && isConstant(condition.operand(1), Double.NEGATIVE_INFINITY);
    }

    private static boolean isConstant(Term term, double value) {
        return term.kind() instanceof Kind.Constant constant && constant.value() == value;
    }
}
