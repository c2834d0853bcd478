package org.losses4j.dl4j.samediff;

import java.util.Arrays;
import java.util.Optional;

/**
 * A number as a function of the batch size n: c₀ + c₁ n + c₂ n², or one over that.
 *
 * @param c0 the constant
 * @param c1 the factor of n
 * @param c2 the factor of n²
 * @param inverted whether the number is one over the polynomial
 */
record BatchNumber(double c0, double c1, double c2, boolean inverted) {
    /** The sizes that a function is found from: three to fit it and one to test it. */
    static final int SIZES = 4;

    private static final double ROUNDING = 1e-9;

    /**
     * The function with these values at these sizes.
     *
     * @param sizes {@link #SIZES} batch sizes, or one if the size is known
     * @throws UnknownBatchException if no function of this form has these values
     */
    static BatchNumber fit(double[] sizes, double[] values) {
        if (Arrays.stream(values).allMatch(value -> Double.compare(value, values[0]) == 0)) {
            return new BatchNumber(values[0], 0, 0, false);
        }
        double[] inverses = Arrays.stream(values).map(value -> 1 / value).toArray();
        return polynomial(sizes, values, false)
                .or(() -> polynomial(sizes, inverses, true))
                .orElseThrow(() -> new UnknownBatchException("a number in it is " + Arrays.toString(values)
                        + " at the batch sizes " + Arrays.toString(sizes)));
    }

    /** Whether the number is the same for every batch size. */
    boolean isConstant() {
        return c1 == 0 && c2 == 0;
    }

    /** Whether the number is the batch size itself. */
    boolean isSize() {
        return equals(new BatchNumber(0, 1, 0, false));
    }

    private static Optional<BatchNumber> polynomial(double[] n, double[] y, boolean inverted) {
        double first = (y[1] - y[0]) / (n[1] - n[0]);
        double second = ((y[2] - y[1]) / (n[2] - n[1]) - first) / (n[2] - n[0]);
        double c2 = tidy(second);
        double c1 = tidy(first - c2 * (n[0] + n[1]));
        double c0 = tidy(y[0] - n[0] * (c1 + n[0] * c2));
        for (int i = 0; i < n.length; i++) {
            // Not finite numbers fail here too.
            if (!(Math.abs(c0 + n[i] * (c1 + n[i] * c2) - y[i]) <= ROUNDING * Math.abs(y[i]))) {
                return Optional.empty();
            }
        }
        return Optional.of(new BatchNumber(c0, c1, c2, inverted));
    }

    /** A coefficient without the rounding of the divided differences: most are whole. */
    private static double tidy(double coefficient) {
        double whole = Math.rint(coefficient);
        return Math.abs(coefficient - whole) <= ROUNDING ? whole + 0.0 : coefficient; // 0, not −0
    }
}
