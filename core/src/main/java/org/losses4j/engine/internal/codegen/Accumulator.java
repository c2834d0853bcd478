package org.losses4j.engine.internal.codegen;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.ir.TermOp.Fold;

/** Writes the code that reduces in a loop into local variables. */
final class Accumulator implements Reducer {
    private final LaneCode code;
    private final Fold fold;
    private final int[] parts;

    /**
     * An accumulator.
     *
     * @param sumParts the parts of a sum
     */
    Accumulator(LaneCode code, Fold fold, int sumParts) {
        this.code = code;
        this.fold = fold;
        this.parts = new int[fold == Fold.SUM ? sumParts : 1];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = fold == Fold.MAX ? code.peak() : code.copy(code.constant(0));
        }
    }

    // HotSpot knows the class of the element, which has just been computed, but not of a variable that changes in a
    // loop: a method of the latter is a call that makes an object wherever nothing has been counted yet.
    @Override
    public void add(int element) {
        if (fold == Fold.MAX) {
            code.raise(parts[0], element);
            return;
        }
        int[] sums = Compensation.added(code, element, parts);
        for (int i = 0; i < parts.length; i++) {
            code.assign(parts[i], sums[i]);
        }
    }

    /** The result of each lane. */
    int result() {
        return fold == Fold.MAX ? code.height(parts[0]) : Compensation.whole(code, parts);
    }

    /** The largest of all lanes, as a scalar variable. */
    int highest() {
        return code.highest(parts[0]);
    }

    @Override
    public int folded(Lanes lanes) {
        if (fold == Fold.MAX) {
            return highest();
        }
        return code.lanes() == 1 ? result() : lanes.sum(code, result());
    }
}
