package org.losses4j;

import org.jspecify.annotations.Nullable;

/** Checks of a loss's parameters, for the constructors of loss records. */
public final class Require {
    private Require() {}

    /** Requires a number above 0 that float32 holds with all its digits: a smaller one is 0 there, a larger one infinite. */
    public static void positive(String loss, String parameter, double value) {
        check(
                value >= Float.MIN_NORMAL && value <= Float.MAX_VALUE,
                loss,
                parameter,
                value,
                "a finite number > 0, from 1.2e-38 to 3.4e38");
    }

    public static void notNegative(String loss, String parameter, double value) {
        check(value >= 0 && value < Double.POSITIVE_INFINITY, loss, parameter, value, "a finite number ≥ 0");
    }

    public static void finite(String loss, String parameter, double value) {
        check(Double.isFinite(value), loss, parameter, value, "a finite number");
    }

    /** Requires a value within [low, high]. */
    public static void within(String loss, String parameter, double value, double low, double high) {
        check(value >= low && value <= high, loss, parameter, value, "in [" + low + ", " + high + "]");
    }

    /** Requires a label smoothing within [0, 1). */
    public static void smoothing(String loss, double value) {
        check(value >= 0 && value < 1, loss, "label_smoothing", value, "in [0, 1)");
    }

    /** Requires a distance from 0 and 1 to clip probabilities at, within [0, 0.5). */
    public static void clipping(String loss, double value) {
        check(value >= 0 && value < 0.5, loss, "epsilon", value, "in [0, 0.5)");
    }

    /** Requires a balance between classes within [0, 1], or null for none. */
    public static void alpha(String loss, @Nullable Double value) {
        if (value != null) {
            within(loss, "alpha", value, 0, 1);
        }
    }

    public static void check(boolean holds, String loss, String parameter, Object got, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException(
                    loss + ": the parameter " + parameter + " must be " + wanted + ", got " + Excerpt.of(got));
        }
    }
}
