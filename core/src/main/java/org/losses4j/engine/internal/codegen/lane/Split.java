package org.losses4j.engine.internal.codegen.lane;

import org.losses4j.engine.memory.Precision;

/**
 * A number in two parts, of about twice as many digits.
 *
 * @param high the number, rounded
 * @param low what the rounding has lost
 */
record Split(int high, int low) {

    /** Writes a + b, where a is 0 or not the smaller one. */
    static Split sum(LaneCode code, int a, int b) {
        int high = code.add(a, b);
        return new Split(high, code.add(code.sub(a, high), b));
    }

    /** Writes a · b; without fused code by Dekker's product. */
    static Split product(LaneCode code, int a, int b) {
        int high = code.mul(a, b);
        if (code.isFused()) {
            return new Split(high, code.mulAdd(a, b, code.neg(high)));
        }
        Split first = halves(code, a);
        Split second = halves(code, b);
        int low = code.sub(code.mul(first.high, second.high), high);
        low = code.add(low, code.mul(first.high, second.low));
        low = code.add(low, code.mul(first.low, second.high));
        return new Split(high, code.add(low, code.mul(first.low, second.low)));
    }

    /** Half of the digits, and the others. */
    private static Split halves(LaneCode code, int a) {
        boolean wide = code.precision() == Precision.FLOAT64;
        int scaled = code.mul(a, code.constant(wide ? 0x1p27 + 1 : 0x1p12 + 1));
        int high = code.sub(scaled, code.sub(scaled, a));
        return new Split(high, code.sub(a, high));
    }
}
