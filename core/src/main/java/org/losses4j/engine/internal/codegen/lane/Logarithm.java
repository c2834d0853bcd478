package org.losses4j.engine.internal.codegen.lane;

import java.util.function.IntConsumer;
import org.losses4j.engine.memory.Precision;

/**
 * Writes log x and log(1 + x): x = 2ᵏ·m with √½ ≤ m &lt; √2, and a series in (m − 1)/(m + 1). Method and coefficients:
 * FreeBSD's e_log.c, e_logf.c and s_log1p.c.
 */
final class Logarithm {
    private static final double[] FLOAT = {0.24279078841, 0.28498786688, 0.40000972152, 0.66666662693};
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
        return specials(x, x, assembled(f, k, code.constant(0)));
    }

    int log1p(int x) {
        return specials(x, code.add(x, code.constant(1)), unguarded(x));
    }

    /** log(1 + x) for x within [0, 1], or NaN. */
    int ofUnit(int x) {
        if (!wide && code.isFused()) {
            return code.mulAdd(Polynomial.of(code, x, FLOAT_UNIT), code.mul(x, x), x);
        }
        int lost = code.sub(x, code.sub(code.add(x, code.constant(1)), code.constant(1)));
        // 1 / (1 + x) up to an error of an eighth, which is enough as the factor of a rounding error.
        int inverse = code.mulAdd(x, code.constant(-0.5), code.constant(1));
        return unguarded(x, code.mul(lost, inverse));
    }

    private int unguarded(int x) {
        int one = code.constant(1);
        int u = code.add(x, one);
        // The rounding error of 1 + x, relative to 1 + x.
        int large = code.greater(x, one);
        int lost = code.select(large, code.sub(one, code.sub(u, x)), code.sub(x, code.sub(u, one)));
        return unguarded(x, code.div(lost, u));
    }

    /** log(1 + x), wrong where {@link #specials} has to be applied; {@code correction} is the rounding error of 1 + x, relative to it. */
    private int unguarded(int x, int correction) {
        int one = code.constant(1);
        int zero = code.constant(0);
        Parts parts = parts(code.add(x, one));
        int direct = code.equal(parts.exponent(), zero);
        int f = code.select(direct, x, code.sub(parts.mantissa(), one));
        return assembled(f, parts.exponent(), code.select(direct, zero, correction));
    }

    private record Parts(int exponent, int mantissa) {}

    private Parts parts(int x) {
        int width = wide ? 52 : 23;
        long one = wide ? 1023L << 52 : 127L << 23;
        long rootOfHalf = wide ? 0x3FE6A09E667F3BCDL : 0x3F3504F3L;
        int bits = code.bits(x);
        int biased = code.shiftRight(code.addBits(bits, code.constantBits(one - rootOfHalf)), width);
        int mantissa =
                code.number(code.addBits(code.subBits(bits, code.shiftLeft(biased, width)), code.constantBits(one)));
        // Puts the integer into the low bits of a large number, which is then subtracted.
        double large = wide ? 0x1.8p52 : 0x1.8p23;
        long largeBits = wide ? Double.doubleToRawLongBits(large) : Float.floatToRawIntBits((float) large);
        int number = code.number(code.addBits(biased, code.constantBits(largeBits - (wide ? 1023 : 127))));
        return new Parts(code.sub(number, code.constant(large)), mantissa);
    }

    /** log(1 + f) + k·log 2 + correction. */
    private int assembled(int f, int k, int correction) {
        int s = code.div(f, code.add(f, code.constant(2)));
        int z = code.mul(s, s);
        int r = code.mul(z, Polynomial.of(code, z, wide ? DOUBLE : FLOAT));
        int half = code.mul(code.mul(f, f), code.constant(0.5));
        int low = code.mulAdd(k, code.constant(wide ? 1.90821492927058770002e-10 : 9.0580006145e-06), correction);
        int tail = code.mulAdd(s, code.add(half, r), low);
        int high = code.constant(wide ? 6.93147180369123816490e-01 : 6.9313812256e-01);
        return code.mulAdd(k, high, code.add(code.sub(tail, half), f));
    }

    /** Corrects the result where the argument is 0 (−∞), negative (NaN), ∞ (∞) or NaN (NaN), and where x of log(1 + x) is ±0 (x). */
    private int specials(int x, int argument, int result) {
        // Without a fence HotSpot compares first of all, and has to put the masks aside.
        fence.accept(result);
        int zero = code.constant(0);
        int infinity = code.constant(Double.POSITIVE_INFINITY);
        int finite = code.select(code.greater(infinity, argument), result, argument);
        int positive = code.select(code.greater(zero, argument), code.constant(Double.NaN), finite);
        int guarded = code.select(code.equal(argument, zero), code.constant(Double.NEGATIVE_INFINITY), positive);
        return x == argument ? guarded : code.select(code.equal(x, zero), x, guarded);
    }
}
