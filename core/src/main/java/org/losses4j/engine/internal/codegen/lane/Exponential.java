package org.losses4j.engine.internal.codegen.lane;

import java.util.Arrays;
import org.losses4j.engine.memory.Precision;

/**
 * Writes eˣ, eˣ − 1 and e^−|x|: x = n·log 2 + r with |r| ≤ ½ log 2, a polynomial in r, and 2ⁿ. Coefficients in float32: Cephes'
 * expf, and a minimax fit for e^−|x|; in float64: Taylor's series.
 */
final class Exponential {
    private static final double[] FLOAT = {
        1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1
    };
    private static final double[] DOUBLE = {
        1.0 / 6227020800.0,
        1.0 / 479001600.0,
        1.0 / 39916800.0,
        1.0 / 3628800.0,
        1.0 / 362880.0,
        1.0 / 40320.0,
        1.0 / 5040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5
    };
    /** Coefficients of (e^−r − 1 + r) / r² without their signs, a minimax fit for |r| ≤ ½ log 2. */
    private static final double[] FLOAT_DECAY = {
        0.00138144670593, 0.00836878041118, 0.0416683942109, 0.166665201078, 0.499999934125
    };

    private static final double LOG2_E = 1.4426950408889634;

    private final LaneCode code;
    private final boolean wide;
    private final int round;

    Exponential(LaneCode code) {
        this.code = code;
        this.wide = code.precision() == Precision.FLOAT64;
        // A sum with this number has no bits behind the point; the number's own low bits are 0, so those of the sum are
        // the integer.
        this.round = code.constant(wide ? 0x1.8p52 : 0x1.8p23);
    }

    int exp(int x) {
        int clamped = clamped(x, wide ? -746 : -104, wide ? 710 : 89);
        int n = nearest(code.mul(clamped, code.constant(LOG2_E)));
        int p = code.add(excess(clamped, n), code.constant(1));
        // 2ⁿ may be out of range where the result is not, or the other way round: so two factors, each of half the
        // exponent.
        int half = nearest(code.mul(n, code.constant(0.5)));
        return code.mul(code.mul(p, powerOfTwo(half)), powerOfTwo(code.sub(n, half)));
    }

    int expm1(int x) {
        int clamped = clamped(x, wide ? -50 : -30, wide ? 710 : 89);
        int n = nearest(code.mul(clamped, code.constant(LOG2_E)));
        int p = excess(clamped, n);
        // Computes half of the result and doubles it: 2ⁿ itself may be too large.
        int scale = powerOfTwo(code.sub(n, code.constant(1)));
        int half = code.mulAdd(scale, p, code.sub(scale, code.constant(0.5)));
        int result = code.add(half, half);
        int none = code.equal(n, code.constant(0));
        int tiny = code.equal(x, code.constant(0));
        return code.select(tiny, x, code.select(none, p, result));
    }

    /** e^−|x|. */
    int decay(int x) {
        if (!code.isFused()) {
            return exp(code.neg(code.abs(x)));
        }
        int size = new Sizes(code).limitedTo(code.abs(x), wide ? 746 : 104);
        // Scaled so that no exponent on the way is too small for a normal number; its bits are the sum's lowest.
        int shift = wide ? 54 : 25;
        int biased = code.constant(wide ? 0x1.8p52 + 1023 + shift : 0x1.8p23 + 127 + shift);
        int steps = code.mulAdd(size, code.constant(-LOG2_E), biased);
        int n = code.sub(steps, biased);
        int exact = code.mulAdd(n, code.constant(-high(wide)), size);
        int r = code.mulAdd(n, code.constant(-low(wide)), exact);
        int p = Polynomial.of(code, r, alternating(wide ? DOUBLE : FLOAT_DECAY));
        int scale = code.number(code.shiftLeft(code.bits(steps), wide ? 52 : 23));
        return code.mul(code.mul(p, scale), code.constant(Math.scalb(1.0, -shift)));
    }

    /** The coefficients of e^−r = 1 − r + r²·p(r), where those of p are the given ones, every other one negative. */
    private static double[] alternating(double[] coefficients) {
        int count = coefficients.length;
        double[] all = Arrays.copyOf(coefficients, count + 2);
        Arrays.fill(all, count, count + 2, 1);
        for (int i = all.length - 2; i >= 0; i -= 2) {
            all[i] = -all[i];
        }
        return all;
    }

    /** −log 2 but for {@link #low}, with so few digits that its product with an exponent is exact. */
    static double high(boolean wide) {
        return wide ? -6.93147180369123816490e-01 : -0.693359375;
    }

    static double low(boolean wide) {
        return wide ? -1.90821492927058770002e-10 : 2.12194440e-4;
    }

    private int clamped(int x, double low, double high) {
        return code.min(code.max(x, code.constant(low)), code.constant(high));
    }

    private int nearest(int x) {
        return code.sub(code.add(x, round), round);
    }

    /** eʳ − 1 for r = x − n·log 2. The exact part of r is added last, so that its rounding does not count twice. */
    private int excess(int x, int n) {
        int exact = code.mulAdd(n, code.constant(high(wide)), x);
        int rest = code.mul(n, code.constant(low(wide)));
        int r = code.add(exact, rest);
        int square = code.mul(r, r);
        int tail = code.mulAdd(Polynomial.of(code, r, square, wide ? DOUBLE : FLOAT), square, rest);
        return code.add(exact, tail);
    }

    /** 2ⁿ for an integer n within the exponents of normal numbers. */
    private int powerOfTwo(int n) {
        int bits = code.shiftLeft(code.bits(code.add(n, round)), wide ? 52 : 23);
        return code.number(code.addBits(bits, code.constantBits(code.bitsOf(1))));
    }
}
