package org.losses4j;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The rule for the values of an input: an interval, whole numbers only or not, and perhaps one exception.
 *
 * @param low the least allowed value
 * @param high the largest allowed value
 * @param whole whether fractions are refused
 * @param exception one more value that is allowed, or null
 * @param wanted the rule in words, for error messages
 * @param fix the remedy that error messages propose; empty for none
 * @param nan whether NaN is allowed: in an input of arithmetic it shows in the result, but as an index it would select nothing
 *     and go unnoticed
 */
public record AllowedValues(
        double low, double high, boolean whole, @Nullable Double exception, String wanted, String fix, boolean nan)
        implements Serializable {

    /** The rule for an input of arithmetic: NaN is allowed. */
    public AllowedValues(
            double low, double high, boolean whole, @Nullable Double exception, String wanted, String fix) {
        this(low, high, whole, exception, wanted, fix, true);
    }

    /** Any number. */
    public static final AllowedValues ANY =
            new AllowedValues(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, null, "any number", "");

    /** At least 0. */
    public static final AllowedValues NOT_NEGATIVE =
            new AllowedValues(0, Double.POSITIVE_INFINITY, false, null, "numbers ≥ 0", "check the sign");

    /** Above 0, by a number that float32 holds with all its digits. */
    public static final AllowedValues POSITIVE = new AllowedValues(
            Float.MIN_NORMAL,
            Double.POSITIVE_INFINITY,
            false,
            null,
            "numbers > 0, at least 1.2e-38",
            "let the network end in a softplus, and add a small number");

    /** 0 or 1. */
    public static final AllowedValues BINARY = new AllowedValues(
            0, 1, true, null, "0 or 1", "this loss has no soft labels: round them, or use another loss");

    /** −1, 0 or 1. */
    public static final AllowedValues SIGNS = new AllowedValues(
            -1, 1, true, null, "−1 or 1 (0 is read as −1)", "this loss has no soft labels: round them");

    /** Whole numbers ≥ 0, and not NaN. */
    public static final AllowedValues COUNTS = new AllowedValues(
            0, Double.POSITIVE_INFINITY, true, null, "whole numbers ≥ 0", "check where they come from", false);

    /** Numbers of classes that only have to differ, 0 to 2²⁴ − 1: float32 does not tell all larger ones apart. NaN is not allowed. */
    public static final AllowedValues CLASS_NUMBERS = new AllowedValues(
            0,
            (1 << 24) - 1,
            true,
            null,
            "whole numbers from 0 to 16777215",
            "number the classes from 0; larger numbers are not told apart in float32",
            false);

    /** The values of a mask: 1 for units that count, 0 for units that do not. */
    static final AllowedValues KEPT = new AllowedValues(
            0,
            1,
            true,
            null,
            "1 for what counts and 0 for what does not",
            "fractions are weights: give them as 'weights'; the lengths of padded sequences are 'valid_lengths'",
            false);

    /**
     * Class indices, 0 to {@code classes} − 1. NaN is not allowed.
     *
     * @param classes the number of classes
     * @param ignored one more allowed value, which marks targets to ignore; null for none
     */
    public static AllowedValues classIndex(int classes, @Nullable Integer ignored) {
        return new AllowedValues(
                0,
                classes - 1.0,
                true,
                ignored == null ? null : ignored.doubleValue(),
                "class indices 0 to " + (classes - 1) + (ignored == null ? "" : ", or " + ignored + " to ignore"),
                "count classes from 0, and let the network have an output for each; leave out padding by a mask, or by ignore_index"
                        + " where the loss has one",
                false);
    }

    /** The valid lengths of sequences that are padded to {@code steps} steps. */
    static AllowedValues validLengths(int steps) {
        return new AllowedValues(
                0,
                steps,
                true,
                null,
                "whole numbers from 0 to " + steps + ", the number of steps",
                "count the steps before the padding",
                false);
    }

    /** Whether the rule allows every number. */
    public boolean any() {
        return low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY && !whole;
    }

    /** Whether {@code value} is allowed. */
    public boolean allow(double value) {
        return (nan && Double.isNaN(value))
                || (value >= low && value <= high && (!whole || value == Math.rint(value)))
                || (exception != null && value == exception);
    }
}
