package org.losses4j.engine.internal.ir;

import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** The operation that a term applies to its operands. Operations have labels where those of a graph have shapes and axes. */
public sealed interface TermOp {

    /** A number, the same at all positions. */
    record Constant(double value) implements TermOp {}

    /**
     * A constant of the graph that another recording of the same formula, for other shapes, may have another value of.
     *
     * @param number its place in {@link Formula#numbers}
     * @param positive whether it is above 0; if not, it is below
     */
    record Number(int number, boolean positive) implements TermOp {}

    /** The number of positions along some labels. */
    record Count(long labels) implements TermOp {}

    /** The element of a tensor at the position along its labels. */
    record Load(Access access) implements TermOp {}

    /** The element of a tensor at the position along its labels, but along {@code label} at the position that the operand holds. */
    record Pick(Access access, int label) implements TermOp {}

    /** The position along a label: 0, 1, 2, … */
    record Index(int label) implements TermOp {}

    record Unary(UnaryOp op) implements TermOp {}

    /** e^−|x|. */
    record Decay() implements TermOp {}

    /** 1 / (1 + x) for x within [0, 1]. */
    record Inverse() implements TermOp {}

    /** x / (1 + x) for x within [0, 1]. */
    record Share() implements TermOp {}

    /** log(1 + x) for x within [0, 1]. */
    record Rest() implements TermOp {}

    record Power(double exponent) implements TermOp {}

    record Binary(BinaryOp op) implements TermOp {}

    /** The second operand where the first is not 0, else the third. */
    record Choice() implements TermOp {}

    /** The sum or the maximum over some labels, all of which the operand depends on. */
    record Reduction(Fold fold, long over) implements TermOp {}

    /** The operation by which a reduction combines elements. */
    enum Fold {
        SUM,
        MAX
    }
}
