package org.losses4j.engine.internal.ir;

import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** What a term computes from its operands. Shapes are gone: axes have become labels. */
public sealed interface Kind {

    /** The same number everywhere. */
    record Constant(double value) implements Kind {}

    /** An element of memory, at the place that its labels say. */
    record Load(Access access) implements Kind {}

    /** An element of memory, at the place that its labels and, along one more label, the operand say. */
    record Pick(Access access, int label) implements Kind {}

    /** The position along a label. */
    record Index(int label) implements Kind {}

    record Unary(UnaryOp op) implements Kind {}

    /** e^−|x|. */
    record Decay() implements Kind {}

    /** 1 / (1 + x) for x within [0, 1]. */
    record Inverse() implements Kind {}

    /** x / (1 + x) for x within [0, 1]. */
    record Share() implements Kind {}

    /** log(1 + x) for x within [0, 1]. */
    record Rest() implements Kind {}

    record Power(double exponent) implements Kind {}

    record Binary(BinaryOp op) implements Kind {}

    /** The second operand where the first is not 0, else the third. */
    record Choice() implements Kind {}

    /** The sum or the maximum over some labels, all of which the operand depends on. */
    record Reduction(Fold fold, long over) implements Kind {}

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
