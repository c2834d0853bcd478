package org.losses4j.engine.internal.codegen;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.memory.Precision;

/** Writes the code that reduces in a loop into local variables. Long float32 sums carry along what rounding loses (Kahan summation). */
final class Accumulator implements Reducer {
    private final LaneCode code;
    private final Fold fold;
    private final int value;
    private final boolean compensated;
    private final int lost;
    private final int plain;

    /**
     * An accumulator.
     *
     * @param isLong whether so many elements are added that their rounding shows
     */
    Accumulator(LaneCode code, Fold fold, boolean isLong) {
        this.code = code;
        this.fold = fold;
        this.value = fold == Fold.MAX ? code.peak() : code.copy(code.constant(0));
        this.compensated = isCompensated(code, fold, isLong);
        this.lost = compensated ? code.copy(code.constant(0)) : value;
        this.plain = compensated ? code.copy(code.constant(0)) : value;
    }

    static boolean isCompensated(LaneCode code, Fold fold, boolean isLong) {
        return isLong && fold == Fold.SUM && code.precision() == Precision.FLOAT32;
    }

    // HotSpot knows the class of the element, which has just been computed, but not of a variable that changes in a
    // loop: a method of the latter is a call that makes an object wherever nothing has been counted yet.
    @Override
    public void add(int element) {
        if (fold == Fold.MAX) {
            code.raise(value, element);
            return;
        }
        if (compensated) {
            int corrected = code.sub(element, lost);
            int sum = code.add(corrected, value);
            code.assign(lost, code.sub(code.sub(sum, value), corrected));
            code.assign(value, sum);
        }
        code.assign(plain, code.add(element, plain));
    }

    int result() {
        if (fold == Fold.MAX) {
            return code.height(value);
        }
        // With an infinity among the elements the compensation becomes NaN, and the plain sum is right.
        return compensated ? code.select(code.equal(value, value), value, plain) : value;
    }

    @Override
    public int folded(Lanes lanes, int earlier) {
        if (code.lanes() == 1) {
            return fold == Fold.MAX ? code.max(earlier, result()) : code.add(earlier, result());
        }
        return lanes.fold(fold, code, result(), earlier);
    }
}
