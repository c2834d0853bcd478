package org.losses4j.conformance.fuzz;

import org.losses4j.engine.memory.Precision;

/**
 * How exactly a precision computes.
 *
 * @param unit half a unit in the last place of 1: the largest relative error of a rounding
 * @param least the smallest number above 0; what lies below it is lost
 * @param largest the largest finite number
 */
record Rounding(double unit, double least, double largest) {
    static final Rounding FLOAT64 = new Rounding(0x1p-53, Double.MIN_NORMAL, Double.MAX_VALUE);
    /** Results below the least normal number may come out as 0. */
    static final Rounding FLOAT32 = new Rounding(0x1p-24, Float.MIN_NORMAL, Float.MAX_VALUE);

    private static final int PLAIN = 1024;

    static Rounding of(Precision precision) {
        return precision == Precision.FLOAT64 ? FLOAT64 : FLOAT32;
    }

    /** Whether a number has no digits too many. */
    boolean holds(double value) {
        return largest == Double.MAX_VALUE || value == (float) value || Double.isNaN(value);
    }

    /** The error of rounding a result that is not exact. */
    double of(double result) {
        return unit * Math.abs(result) + least;
    }

    /**
     * The error of a sum of {@code terms} numbers whose sizes sum to {@code magnitude}: one after the other in float64; in
     * float32 in eight lanes at least, and no more than {@link #PLAIN} in a row without carrying along what is lost.
     */
    double ofSum(int terms, double magnitude) {
        double steps = this == FLOAT64 ? terms : 2 + Math.min(terms, PLAIN) / 8.0;
        return unit * steps * magnitude;
    }
}
