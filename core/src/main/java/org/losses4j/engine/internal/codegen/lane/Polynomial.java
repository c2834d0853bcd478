package org.losses4j.engine.internal.codegen.lane;

/** Horner's rule. */
final class Polynomial {
    private Polynomial() {}

    /** The polynomial of these coefficients, the highest power's first. */
    static int of(LaneCode code, int x, double... coefficients) {
        int sum = code.constant(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = code.mulAdd(sum, x, code.constant(coefficients[i]));
        }
        return sum;
    }
}
