package org.losses4j.engine.internal.ir;

import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** The operation that a term applies to its operands. Shapes are gone: axes have become labels. */
public sealed interface TermOp {

    /** The same number everywhere. */
    record Constant(double value) implements TermOp {}

    /** An element of memory, at the place that its labels say. */
    record Load(Access access) implements TermOp {}

    /** An element of memory, at the place that its labels and, along one more label, the operand say. */
    record Pick(Access access, int label) implements TermOp {}

    /** The position along a label. */
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

    /** How a reduction combines. */
    enum Fold {
        SUM(0),
        MAX(Double.NEGATIVE_INFINITY);

        private final double start;

        Fold(double start) {
            this.start = start;
        }

        public double start() {
            return start;
        }
    }
}
