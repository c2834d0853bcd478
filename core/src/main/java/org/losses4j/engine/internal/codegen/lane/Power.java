package org.losses4j.engine.internal.codegen.lane;

import java.util.function.IntConsumer;
import org.losses4j.engine.memory.Precision;

/**
 * Writes xᶜ = e^(c·log x) for a constant c. The logarithm and its product with c are in two parts each, as an error of the
 * exponent is one of the result, relative to it.
 */
final class Power {
    // Larger ones have the same results: 0, 1, ∞ and NaN.
    private static final double LARGEST_FLOAT = 1e30;
    private static final double LARGEST_DOUBLE = 1e290;

    private final LaneCode code;
    private final IntConsumer fence;
    private final boolean wide;

    Power(LaneCode code, IntConsumer fence) {
        this.code = code;
        this.fence = fence;
        this.wide = code.precision() == Precision.FLOAT64;
    }

    /** xᶜ for an exponent c other than 0. */
    int pow(int x, double exponent) {
        double largest = wide ? LARGEST_DOUBLE : LARGEST_FLOAT;
        double c = Math.max(-largest, Math.min(largest, exponent));
        double rounded = wide ? c : (float) c;
        int factor = code.constant(rounded);
        int size = code.abs(x);
        Split log = new Logarithm(code, fence).split(size);
        Split product = Split.product(code, log.high(), factor);
        int low = code.mulAdd(log.low(), factor, product.low());
        if (rounded != c) {
            low = code.mulAdd(log.high(), code.constant(c - rounded), low);
        }
        int power = new Exponential(code).exp(product.high());
        int corrected = code.mulAdd(power, low, power);
        fence.accept(corrected);
        int infinity = code.constant(Double.POSITIVE_INFINITY);
        int result = code.select(code.greater(infinity, power), corrected, power);
        if (exponent % 1 != 0) {
            result = code.select(code.greater(code.constant(0), x), code.constant(Double.NaN), result);
        }
        boolean rises = exponent > 0;
        int end = rises ? size : code.div(code.constant(1), size);
        result = code.select(code.greater(infinity, size), result, end);
        result = code.select(code.equal(size, code.constant(0)), rises ? size : infinity, result);
        return Math.abs(exponent % 2) == 1 ? withSign(x, result) : result;
    }

    private int withSign(int x, int size) {
        int sign = code.andBits(code.bits(x), code.constantBits(code.bitsOf(-0.0)));
        return code.number(code.addBits(code.bits(size), sign));
    }
}
