package org.losses4j.engine.internal.codegen.lane;

import org.losses4j.engine.memory.Precision;

/**
 * Writes the arc tangent: |x| is brought near 0 by atan x = π/4 + atan((x − 1)/(x + 1)) or π/2 − atan(1/x), and a rational function
 * follows. Method and coefficients: S. L. Moshier's Cephes, atanf.c and atan.c.
 */
final class ArcTangent {
    private static final double[] FLOAT = {8.05374449538e-2, -1.38776856032e-1, 1.99777106478e-1, -3.33329491539e-1};
    private static final double[] DOUBLE_ABOVE = {
        -8.750608600031904122785e-1,
        -1.615753718733365076637e1,
        -7.500855792314704667340e1,
        -1.228866684490136173410e2,
        -6.485021904942025371773e1
    };
    private static final double[] DOUBLE_BELOW = {
        1,
        2.485846490142306297962e1,
        1.650270098316988542046e2,
        4.328810604912902668951e2,
        4.853903996359136964868e2,
        1.945506571482613964425e2
    };
    private static final double TAN_OF_67_5_DEGREES = 2.41421356237309504880;
    /** π/2 less its nearest double, and its nearest float. */
    private static final double DOUBLE_REST = 6.123233995736765886130e-17;

    private static final double FLOAT_REST = -4.37113900018624283e-8;

    private final LaneCode code;
    private final boolean wide;

    ArcTangent(LaneCode code) {
        this.code = code;
        this.wide = code.precision() == Precision.FLOAT64;
    }

    int atan(int x) {
        int size = code.abs(x);
        int one = code.constant(1);
        int large = code.greater(size, code.constant(TAN_OF_67_5_DEGREES));
        int medium = code.greater(size, code.constant(wide ? 0.66 : 0.4142135623730950));
        int above = code.select(large, code.constant(-1), code.select(medium, code.sub(size, one), size));
        int below = code.select(large, size, code.select(medium, code.add(size, one), one));
        int near = code.div(above, below);
        int angle = code.add(reached(large, medium, Math.PI / 2), small(near, large, medium));
        int signBit = code.constantBits(wide ? Long.MIN_VALUE : Integer.MIN_VALUE);
        return code.number(code.addBits(code.bits(angle), code.andBits(code.bits(x), signBit)));
    }

    /** The arc tangent of a number near 0, with what the angle that was subtracted lost in rounding. */
    private int small(int x, int large, int medium) {
        int square = code.mul(x, x);
        int factor = wide
                ? code.div(Polynomial.of(code, square, DOUBLE_ABOVE), Polynomial.of(code, square, DOUBLE_BELOW))
                : Polynomial.of(code, square, FLOAT);
        int rest = reached(large, medium, wide ? DOUBLE_REST : FLOAT_REST);
        return code.add(code.mulAdd(x, code.mul(square, factor), rest), x);
    }

    /** {@code right} for large numbers, half of it for medium ones, else 0. */
    private int reached(int large, int medium, double right) {
        int half = code.select(medium, code.constant(right / 2), code.constant(0));
        return code.select(large, code.constant(right), half);
    }
}
