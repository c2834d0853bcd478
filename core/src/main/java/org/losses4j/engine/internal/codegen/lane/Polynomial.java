package org.losses4j.engine.internal.codegen.lane;

/** Writes polynomials. */
final class Polynomial {
    private Polynomial() {}

    /** The variable of a polynomial in x with these coefficients, of the highest power first, by Horner's rule. */
    static int of(LaneCode code, int x, double... coefficients) {
        int sum = code.constant(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = code.mulAdd(sum, x, code.constant(coefficients[i]));
        }
        return sum;
    }

    /** The same where x² is known: the even and the odd powers for themselves, so that half as many steps wait for one another. */
    static int of(LaneCode code, int x, int square, double... coefficients) {
        int last = coefficients.length - 1;
        double[] even = new double[last / 2 + 1];
        double[] odd = new double[(last + 1) / 2];
        for (int i = 0; i <= last; i++) {
            (i % 2 == 0 ? even : odd)[(i % 2 == 0 ? even : odd).length - 1 - i / 2] = coefficients[last - i];
        }
        return code.mulAdd(of(code, square, odd), x, of(code, square, even));
    }
}
