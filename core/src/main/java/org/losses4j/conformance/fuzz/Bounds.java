package org.losses4j.conformance.fuzz;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * How far a result may be off when its operands may be: the functions of formulas are monotonic in each operand, or
 * symmetric, so that the ends of the operands' intervals show it. Infinite where nothing can be said: where a division could
 * be by 0, or the result could be NaN or could overflow.
 */
final class Bounds {
    static final double UNKNOWN = Double.POSITIVE_INFINITY;

    private Bounds() {}

    /** The error of f(x), x being off by up to {@code error}. */
    static double of(DoubleUnaryOperator f, double x, double error, double result) {
        if (error == 0) {
            return 0;
        }
        if (error == UNKNOWN) {
            return UNKNOWN;
        }
        return Math.max(distance(result, f.applyAsDouble(x - error)), distance(result, f.applyAsDouble(x + error)));
    }

    /** The error of f(x, y). */
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

    /** How far two results are apart: 0 if they are the same, be it NaN, and unknown if only one of them is finite. */
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
