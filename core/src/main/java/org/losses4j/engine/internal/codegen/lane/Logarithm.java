package org.losses4j.engine.internal.codegen.lane;

import java.util.function.IntConsumer;
import org.losses4j.engine.memory.Precision;

/**
 * Writes log x and log(1 + x): x = 2ᵏ·(1 + f) with √½ ≤ 1 + f &lt; √2; in float32 a polynomial in f, in float64 a series in
 * f/(2 + f), with the coefficients of FreeBSD's e_log.c.
 */
final class Logarithm {
    /** Coefficients of (log(1 + f) − f) / f², a minimax fit for f within [√½ − 1, √2 − 1]. */
    private static final double[] FLOAT = {
        -0.07621777562460867,
        0.12904433094145415,
        -0.13242987894850186,
        0.14181825217514407,
        -0.16609082579238582,
        0.2000197392569671,
        -0.25001582960863555,
        0.3333332569213331,
        -0.4999998834637125
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

    /** Coefficients of (log(1 + f) − f + f²/2) / f³, a minimax fit for f within [√½ − 1, √2 − 1]. */
    private static final double[] FLOAT_REST = {
        0.06746642291545868,
        -0.11675652116537094,
        0.11888162046670914,
        -0.1240558847784996,
        0.14219552278518677,
        -0.1666799634695053,
        0.2000211924314499,
        -0.25000008940696716,
        0.3333331346511841
    };

    private static final double LOG_2 = 0.6931471805599453;

    private final LaneCode code;
    private final IntConsumer fence;
    private final boolean wide;

    Logarithm(LaneCode code, IntConsumer fence) {
        this.code = code;
        this.fence = fence;
        this.wide = code.precision() == Precision.FLOAT64;
    }

    int log(int x) {
        Reduced reduced = reduced(x);
        return specials(x, x, assembled(reduced.f(), reduced.exponent()));
    }

    /** log x for a positive finite x, in two parts. */
    Split split(int x) {
        Reduced reduced = reduced(x);
        int f = reduced.f();
        Split square = Split.product(code, f, f);
        int tail = wide
                ? series(f, square.high())
                : code.mul(code.mul(square.high(), f), Polynomial.of(code, f, square.high(), FLOAT_REST));
        int half = code.constant(-0.5);
        Split fraction = Split.sum(code, f, code.mul(square.high(), half));
        int low = code.add(fraction.low(), code.mulAdd(square.low(), half, tail));
        // The first part of log 2 has so few digits that its product with k is exact.
        int k = reduced.exponent();
        Split whole = Split.sum(code, code.mul(k, code.constant(-Exponential.high(wide))), fraction.high());
        int rest = code.mulAdd(k, code.constant(-Exponential.low(wide)), low);
        return Split.sum(code, whole.high(), code.add(whole.low(), rest));
    }

    /** x = 2ᵏ·(1 + f) for a positive finite x, denormal or not. */
    private record Reduced(int f, int exponent) {}

    private Reduced reduced(int x) {
        int least = code.constant(wide ? Double.MIN_NORMAL : Float.MIN_NORMAL);
        int small = code.greater(least, x);
        int shift = wide ? 54 : 25;
        int normal = code.select(small, code.mul(x, code.constant(Math.scalb(1.0, shift))), x);
        Parts parts = parts(normal);
        int k = code.select(small, code.sub(parts.exponent(), code.constant(shift)), parts.exponent());
        int bits = code.addBits(code.subBits(code.bits(normal), parts.power()), code.constantBits(code.bitsOf(1)));
        return new Reduced(code.sub(code.number(bits), code.constant(1)), k);
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
        Parts parts = parts(u);
        // 2⁻ᵏ itself would be too small a number for the largest u.
        int four = code.subBits(code.constantBits(wide ? 2048L << 52 : 256L << 23), parts.power());
        int scale = code.mul(code.number(four), code.constant(0.25));
        // 2⁻ᵏ·(1 + x) − 1, from x itself: as the product is exact, it is rounded once, and what u has lost does not
        // matter.
        int f = code.mulAdd(x, scale, code.sub(scale, code.constant(1)));
        return assembled(f, parts.exponent());
    }

    /**
     * The exponent k of x = 2ᵏ·(1 + f).
     *
     * @param power the bits of 2ᵏ
     */
    private record Parts(int exponent, int power) {}

    private Parts parts(int x) {
        int width = wide ? 52 : 23;
        long shift = code.bitsOf(1) - code.bitsOf(Math.sqrt(0.5));
        int biased = code.shiftRight(code.addBits(code.bits(x), code.constantBits(shift)), width);
        int power = code.shiftLeft(biased, width);
        // Puts the integer into the low bits of a large number, which is then subtracted.
        double large = wide ? 0x1.8p52 : 0x1.8p23;
        int number = code.number(code.addBits(biased, code.constantBits(code.bitsOf(large) - (wide ? 1023 : 127))));
        return new Parts(code.sub(number, code.constant(large)), power);
    }

    /** log(1 + f) + k·log 2. */
    private int assembled(int f, int k) {
        int square = code.mul(f, f);
        int log = wide
                ? code.add(code.mulAdd(square, code.constant(-0.5), series(f, square)), f)
                : code.mulAdd(square, Polynomial.of(code, f, square, FLOAT), f);
        return code.mulAdd(k, code.constant(LOG_2), log);
    }

    private int series(int f, int square) {
        int s = code.div(f, code.add(f, code.constant(2)));
        int z = code.mul(s, s);
        int r = code.mul(z, Polynomial.of(code, z, DOUBLE));
        return code.mul(s, code.mulAdd(square, code.constant(0.5), r));
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
