package org.losses4j.engine;

/**
 * eˣ and eˣ − 1, by x = n·log 2 + r with |r| ≤ ½ log 2 and a polynomial in r. Coefficients: Cephes' expf, and Taylor's
 * series for float64.
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
    private static final double LOG2_E = 1.4426950408889634;

    private final Code code;
    private final boolean wide;
    private final int round;

    Exponential(Code code) {
        this.code = code;
        this.wide = code.precision() == Precision.FLOAT64;
        // Adding this leaves no bits behind the point; its own low bits are 0, so those of the sum are the integer.
        this.round = code.constant(wide ? 0x1.8p52 : 0x1.8p23);
    }

    int exp(int x) {
        int clamped = clamped(x, wide ? -746 : -104, wide ? 710 : 89);
        int n = nearest(code.mul(clamped, code.constant(LOG2_E)));
        int p = code.add(excess(clamped, n), code.constant(1));
        // 2ⁿ may not be a number where the result is one, or the other way round: two factors, each of half the
        // exponent.
        int half = nearest(code.mul(n, code.constant(0.5)));
        return code.mul(code.mul(p, powerOfTwo(half)), powerOfTwo(code.sub(n, half)));
    }

    int expm1(int x) {
        int clamped = clamped(x, wide ? -50 : -30, wide ? 710 : 89);
        int n = nearest(code.mul(clamped, code.constant(LOG2_E)));
        int p = excess(clamped, n);
        // Half of it, doubled: 2ⁿ itself may be too large.
        int scale = powerOfTwo(code.sub(n, code.constant(1)));
        int half = code.mulAdd(scale, p, code.sub(scale, code.constant(0.5)));
        int result = code.add(half, half);
        int none = code.equal(n, code.constant(0));
        int tiny = code.equal(x, code.constant(0));
        return code.select(tiny, x, code.select(none, p, result));
    }

    private int clamped(int x, double low, double high) {
        return code.min(code.max(x, code.constant(low)), code.constant(high));
    }

    private int nearest(int x) {
        return code.sub(code.add(x, round), round);
    }

    /** eʳ − 1 for r = x − n·log 2. The part of r that is exact is added last, so that its rounding does not count twice. */
    private int excess(int x, int n) {
        int high = code.constant(wide ? -6.93147180369123816490e-01 : -0.693359375);
        int low = code.constant(wide ? -1.90821492927058770002e-10 : 2.12194440e-4);
        int exact = code.mulAdd(n, high, x);
        int rest = code.mul(n, low);
        int r = code.add(exact, rest);
        int tail = code.mulAdd(Polynomial.of(code, r, wide ? DOUBLE : FLOAT), code.mul(r, r), rest);
        return code.add(exact, tail);
    }

    /** 2ⁿ for an integer n that a normal number has as its exponent. */
    private int powerOfTwo(int n) {
        int bits = code.shiftLeft(code.bits(code.add(n, round)), wide ? 52 : 23);
        return code.number(code.addBits(bits, wide ? 1023L << 52 : 127L << 23));
    }
}
