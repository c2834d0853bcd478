package org.losses4j.engine.internal.codegen.lane;

import org.losses4j.engine.memory.Precision;

/** Compares numbers that are not negative by their bits, as integers, which are in the same order. */
public final class Sizes {
    private final LaneCode code;
    private final boolean wide;

    public Sizes(LaneCode code) {
        this.code = code;
        this.wide = code.precision() == Precision.FLOAT64;
    }

    /** The smaller of a size and a finite constant above 0; NaN if the size is. */
    int limitedTo(int size, double limit) {
        return smaller(size, code.constantBits(code.bitsOf(limit) + wrap()));
    }

    /** The smaller of a size and another that is finite and above 0; NaN if the first is. */
    public int limited(int size, int limit) {
        return smaller(size, code.addBits(code.bits(limit), code.constantBits(wrap())));
    }

    // Moved on by so much, NaNs, the largest integers, overflow to the smallest.
    private int smaller(int size, int wrapped) {
        int wrap = code.constantBits(wrap());
        return code.number(code.subBits(code.minBits(code.addBits(code.bits(size), wrap), wrapped), wrap));
    }

    private long wrap() {
        return (wide ? Long.MAX_VALUE : Integer.MAX_VALUE) - code.bitsOf(Double.POSITIVE_INFINITY);
    }
}
