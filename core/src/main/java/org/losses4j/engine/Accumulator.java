package org.losses4j.engine;

import org.losses4j.engine.Kind.Fold;

/**
 * What a loop reduces into. Long sums in float32 carry along what rounding loses (Kahan). Vectors are kept in arrays, not in
 * variables: one that lives from turn to turn is boxed in each turn when HotSpot gives up inlining what comes behind the loop.
 */
final class Accumulator {
    private static final int LONGEST_PLAIN_SUM = 1024;

    private final Code code;
    private final Fold fold;
    private final Cell value;
    private final boolean compensated;
    private final Cell lost;
    private final Cell plain;

    /** A variable, or an array and the index 0 in it. */
    interface Cells {
        /** A new cell, set to a value. */
        Cell of(Code code, int value);
    }

    /** A place that keeps a number from turn to turn of a loop. */
    interface Cell {
        int get();

        void set(int value);

        /** The array that holds the lanes. */
        int array();
    }

    /**
     * An accumulator.
     *
     * @param start a number to begin with
     * @param steps how often something will be added
     */
    Accumulator(Code code, Fold fold, int start, int steps, Cells cells) {
        this.code = code;
        this.fold = fold;
        this.value = cells.of(code, start);
        this.compensated = fold == Fold.SUM && code.precision() == Precision.FLOAT32 && steps > LONGEST_PLAIN_SUM;
        this.lost = compensated ? cells.of(code, code.constant(0)) : value;
        this.plain = compensated ? cells.of(code, start) : value;
    }

    void add(int element) {
        int before = value.get();
        if (fold == Fold.MAX) {
            value.set(code.max(before, element));
            return;
        }
        if (compensated) {
            int corrected = code.sub(element, lost.get());
            int sum = code.add(before, corrected);
            lost.set(code.sub(code.sub(sum, before), corrected));
            value.set(sum);
        }
        plain.set(code.add(plain.get(), element));
    }

    int result() {
        int sum = value.get();
        // With an infinity among the elements what is lost becomes NaN, and the plain sum is right.
        return compensated ? code.select(code.equal(sum, sum), sum, plain.get()) : sum;
    }

    /** The array of the result's lanes. */
    int lanes() {
        if (compensated) {
            value.set(result());
        }
        return value.array();
    }
}
