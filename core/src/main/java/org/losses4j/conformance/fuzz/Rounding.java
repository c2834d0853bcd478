package org.losses4j.conformance.fuzz;

import org.losses4j.engine.memory.Precision;

/**
 * The rounding errors of a precision.
 *
 * @param unit half a unit in the last place of 1: the largest relative error of a rounding
 * @param least the smallest normal number; smaller results may come out as 0
 * @param largest the largest finite number
 */
record Rounding(double unit, double least, double largest) {
    static final Rounding FLOAT64 = new Rounding(0x1p-53, Double.MIN_NORMAL, Double.MAX_VALUE);
    static final Rounding FLOAT32 = new Rounding(0x1p-24, Float.MIN_NORMAL, Float.MAX_VALUE);

    private static final int PLAIN = 1024;

    static Rounding of(Precision precision) {
        return precision == Precision.FLOAT64 ? FLOAT64 : FLOAT32;
    }

    /** Whether the precision can represent a number without rounding. */
    boolean holds(double value) {
        return largest == Double.MAX_VALUE || value == (float) value || Double.isNaN(value);
    }

    /** The largest error of rounding a result that is not exact. */
    double of(double result) {
        return unit * Math.abs(result) + least;
    }

    /**
     * The largest error of a sum of {@code terms} numbers whose magnitudes sum to {@code magnitude}. In float64 they are added
     * one after the other; in float32 in at least eight lanes, and at most {@link #PLAIN} without compensation.
     */
    double ofSum(int terms, double magnitude) {
        double steps = this == FLOAT64 ? terms : 2 + Math.min(terms, PLAIN) / 8.0;
        return unit * steps * magnitude;
    }
}
