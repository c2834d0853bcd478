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
        int firstEven = (coefficients.length - 1) % 2;
        int odd = of(code, square, everySecond(coefficients, 1 - firstEven));
        return code.mulAdd(odd, x, of(code, square, everySecond(coefficients, firstEven)));
    }

    private static double[] everySecond(double[] numbers, int from) {
        double[] some = new double[(numbers.length - from + 1) / 2];
        for (int i = 0; i < some.length; i++) {
            some[i] = numbers[from + 2 * i];
        }
        return some;
    }
}
