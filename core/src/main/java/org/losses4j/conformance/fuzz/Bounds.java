package org.losses4j.conformance.fuzz;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Computes the largest error of a result from the errors of its operands. Functions in formulas are monotonic in each operand, or
 * symmetric, so that it is reached at the ends of the operands' intervals. It is infinite where nothing is known: where a divisor
 * could be 0, or the result could be NaN or overflow.
 */
final class Bounds {
    static final double UNKNOWN = Double.POSITIVE_INFINITY;

    private Bounds() {}

    /** The largest error of f(x) if x is off by up to {@code error}. */
    static double of(DoubleUnaryOperator f, double x, double error, double result) {
        if (error == 0) {
            return 0;
        }
        if (error == UNKNOWN) {
            return UNKNOWN;
        }
        return Math.max(distance(result, f.applyAsDouble(x - error)), distance(result, f.applyAsDouble(x + error)));
    }

    /** The largest error of f(x, y) if x and y are off by up to their errors. */
    static double of(DoubleBinaryOperator f, double x, double xError, double y, double yError, double result) {
        if (xError == 0 && yError == 0) {
            return 0;
        }
        if (xError == UNKNOWN || yError == UNKNOWN) {
            return UNKNOWN;
        }
        double worst = Math.max(
                distance(result, f.applyAsDouble(x - xError, y - yError)),
                distance(result, f.applyAsDouble(x + xError, y + yError)));
        return xError == 0 || yError == 0
                ? worst
                : Math.max(
                        worst,
                        Math.max(
                                distance(result, f.applyAsDouble(x - xError, y + yError)),
                                distance(result, f.applyAsDouble(x + xError, y - yError))));
    }

    /** The distance of two results: 0 if they are the same, NaN included; unknown if only one of them is finite. */
    static double distance(double a, double b) {
        if (Double.compare(a, b) == 0 || a == b) {
            return 0;
        }
        double apart = Math.abs(a - b);
        return Double.isNaN(apart) ? UNKNOWN : apart;
    }

    /** Whether a number that is off by up to {@code error} may be 0, though it is not known to be. */
    static boolean straddlesZero(double value, double error) {
        return error > 0 && Math.abs(value) <= error;
    }
}
