package org.losses4j.engine.internal.codegen.lane;

/** Writes polynomials by Horner's rule. */
final class Polynomial {
    private Polynomial() {}

    /** The variable of a polynomial in x with these coefficients, of the highest power first. */
    static int of(LaneCode code, int x, double... coefficients) {
        int sum = code.constant(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = code.mulAdd(sum, x, code.constant(coefficients[i]));
        }
        return sum;
    }
}
