package org.losses4j.engine.internal.codegen;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.memory.Precision;

/**
 * Writes the code that reduces in a loop into local variables. Beside long float32 sums goes a sum of what their rounding loses:
 * unlike in Kahan's summation no addition waits for it.
 */
final class Accumulator implements Reducer {
    private final LaneCode code;
    private final Fold fold;
    private final int value;
    private final boolean compensated;
    private final int lost;

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
        int sum = code.add(element, value);
        if (compensated) {
            code.assign(lost, code.add(code.sub(element, code.sub(sum, value)), lost));
        }
        code.assign(value, sum);
    }

    int result() {
        if (fold == Fold.MAX) {
            return code.height(value);
        }
        return compensated ? whole(code, value, lost) : value;
    }

    /** A sum and what it has lost; the sum alone where there is an infinity among the elements, which loses NaN. */
    static int whole(LaneCode code, int sum, int lost) {
        int whole = code.add(sum, lost);
        return code.select(code.equal(whole, whole), whole, sum);
    }

    @Override
    public int folded(Lanes lanes, int earlier) {
        if (code.lanes() == 1) {
            return fold == Fold.MAX ? code.max(earlier, result()) : code.add(earlier, result());
        }
        return lanes.fold(fold, code, result(), earlier);
    }
}
