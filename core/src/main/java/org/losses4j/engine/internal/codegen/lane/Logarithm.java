package org.losses4j.engine.internal.codegen.lane;

import java.util.function.IntConsumer;
import org.losses4j.engine.memory.Precision;

/**
 * Writes log x and log(1 + x): x = 2ᵏ·m with √½ ≤ m &lt; √2; in float32 a polynomial in m − 1, with the coefficients of Cephes'
 * logf, in float64 a series in (m − 1)/(m + 1), with those of FreeBSD's e_log.c.
 */
final class Logarithm {
    /** Coefficients of (log(1 + x) − x + x²/2) / x³ for x within [√½ − 1, √2 − 1]. */
    private static final double[] FLOAT = {
        7.0376836292e-2,
        -1.1514610310e-1,
        1.1676998740e-1,
        -1.2420140846e-1,
        1.4249322787e-1,
        -1.6668057665e-1,
        2.0000714765e-1,
        -2.4999993993e-1,
        3.3333331174e-1
    };

    private static final double[] DOUBLE = {
        1.479819860511658591e-01,
        1.531383769920937332e-01,
        1.818357216161805012e-01,
        2.222219843214978396e-01,
        2.857142874366239149e-01,
        3.999999999940941908e-01,
        6.666666666666735130e-01
    };
    /** Coefficients of (log(1 + x) − x) / x², a minimax fit for x within [0, 1], all of them float32 numbers. */
    private static final double[] FLOAT_UNIT = {
        -0.003290468594059348,
        0.020086241886019707,
        -0.05745723098516464,
        0.10661128163337708,
        -0.15344880521297455,
        0.19692102074623108,
        -0.24958018958568573,
        0.33330464363098145,
        -0.4999993145465851
    };

    private final LaneCode code;
    private final IntConsumer fence;
    private final boolean wide;

    Logarithm(LaneCode code, IntConsumer fence) {
        this.code = code;
        this.fence = fence;
        this.wide = code.precision() == Precision.FLOAT64;
    }

    int log(int x) {
        int least = code.constant(wide ? Double.MIN_NORMAL : Float.MIN_NORMAL);
        int small = code.greater(least, x);
        int shift = wide ? 54 : 25;
        int normal = code.select(small, code.mul(x, code.constant(Math.scalb(1.0, shift))), x);
        Parts parts = parts(normal);
        int k = code.select(small, code.sub(parts.exponent(), code.constant(shift)), parts.exponent());
        int f = code.sub(parts.mantissa(), code.constant(1));
        return specials(x, x, assembled(f, k, code.mul(k, code.constant(low()))));
    }

    int log1p(int x) {
        int u = code.add(x, code.constant(1));
        return specials(x, u, unguarded(x, u));
    }

    /** log(1 + x) for x that is not negative, or NaN. */
    int log1pOfSize(int x) {
        int u = code.add(x, code.constant(1));
        return finite(u, unguarded(x, u));
    }

    /** log(1 + x) for x within [0, 1], or NaN. */
    int ofUnit(int x) {
        if (!wide && code.isFused()) {
            return code.mulAdd(Polynomial.of(code, x, FLOAT_UNIT), code.mul(x, x), x);
        }
        return unguarded(x, code.add(x, code.constant(1)));
    }

    /** log(1 + x), where u is 1 + x, rounded; wrong where {@link #specials} has to be applied. */
    private int unguarded(int x, int u) {
        // What rounding has lost of 1 + x; from 2²⁴ on, or 2⁵³, it is not, but no logarithm there shows it.
        int lost = code.sub(x, code.sub(u, code.constant(1)));
        Parts parts = parts(u);
        // Twice the inverse of the power of two, which itself is too small a number for the largest u.
        int scale = code.number(code.subBits(code.constantBits(wide ? 2047L << 52 : 255L << 23), parts.power()));
        int scaled = code.mul(code.mul(lost, scale), code.constant(0.5));
        int exact = code.sub(parts.mantissa(), code.constant(1));
        int f = code.add(exact, scaled);
        int missing = code.sub(scaled, code.sub(f, exact));
        return assembled(f, parts.exponent(), code.mulAdd(parts.exponent(), code.constant(low()), missing));
    }

    /**
     * 2ᵏ·m.
     *
     * @param power the bits of 2ᵏ
     */
    private record Parts(int exponent, int mantissa, int power) {}

    private Parts parts(int x) {
        int width = wide ? 52 : 23;
        long one = wide ? 1023L << 52 : 127L << 23;
        long rootOfHalf = wide ? 0x3FE6A09E667F3BCDL : 0x3F3504F3L;
        int bits = code.bits(x);
        int biased = code.shiftRight(code.addBits(bits, code.constantBits(one - rootOfHalf)), width);
        int power = code.shiftLeft(biased, width);
        int mantissa = code.number(code.addBits(code.subBits(bits, power), code.constantBits(one)));
        // Puts the integer into the low bits of a large number, which is then subtracted.
        double large = wide ? 0x1.8p52 : 0x1.8p23;
        long largeBits = wide ? Double.doubleToRawLongBits(large) : Float.floatToRawIntBits((float) large);
        int number = code.number(code.addBits(biased, code.constantBits(largeBits - (wide ? 1023 : 127))));
        return new Parts(code.sub(number, code.constant(large)), mantissa, power);
    }

    /** log(1 + f) + k·log 2, where {@code low} is k times the low part of log 2, and what is missing of f. */
    private int assembled(int f, int k, int low) {
        int square = code.mul(f, f);
        int tail = wide
                ? series(f, square, low)
                : code.mulAdd(code.mul(f, square), Polynomial.of(code, f, square, FLOAT), low);
        int small = code.mulAdd(square, code.constant(-0.5), tail);
        return code.mulAdd(k, code.constant(high()), code.add(small, f));
    }

    private int series(int f, int square, int low) {
        int s = code.div(f, code.add(f, code.constant(2)));
        int z = code.mul(s, s);
        int r = code.mul(z, Polynomial.of(code, z, DOUBLE));
        return code.mulAdd(s, code.mulAdd(square, code.constant(0.5), r), low);
    }

    private double high() {
        return wide ? 6.93147180369123816490e-01 : 6.9313812256e-01;
    }

    private double low() {
        return wide ? 1.90821492927058770002e-10 : 9.0580006145e-06;
    }

    /** Corrects the result where the argument is 0 (−∞), negative (NaN), ∞ (∞) or NaN (NaN), and where x of log(1 + x) is ±0 (x). */
    private int specials(int x, int argument, int result) {
        int finite = finite(argument, result);
        int zero = code.constant(0);
        int positive = code.select(code.greater(zero, argument), code.constant(Double.NaN), finite);
        int guarded = code.select(code.equal(argument, zero), code.constant(Double.NEGATIVE_INFINITY), positive);
        return x == argument ? guarded : code.select(code.equal(x, zero), x, guarded);
    }

    /** Corrects the result where the argument is ∞ (∞) or NaN (NaN). */
    private int finite(int argument, int result) {
        // Without a fence HotSpot compares first of all, and has to put the masks aside.
        fence.accept(result);
        int infinity = code.constant(Double.POSITIVE_INFINITY);
        return code.select(code.greater(infinity, argument), result, argument);
    }
}
