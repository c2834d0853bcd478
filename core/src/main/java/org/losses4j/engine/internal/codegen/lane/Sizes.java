package org.losses4j.engine.internal.codegen.lane;

import org.losses4j.engine.memory.Precision;

/** Compares numbers that are not negative as integers: they are in the order of their bits. */
public final class Sizes {
    private final LaneCode code;
    private final boolean wide;

    public Sizes(LaneCode code) {
        this.code = code;
        this.wide = code.precision() == Precision.FLOAT64;
    }

    /** The smaller of a size and a finite limit, NaN if the size is: NaNs, the largest integers, overflow to the smallest. */
    public int limited(int size, double limit) {
        long infinity = wide ? Double.doubleToRawLongBits(Double.POSITIVE_INFINITY) : 0x7F800000L;
        long above = (wide ? Long.MAX_VALUE : Integer.MAX_VALUE) - infinity;
        long bits = wide ? Double.doubleToRawLongBits(limit) : Float.floatToRawIntBits((float) limit);
        int wrap = code.constantBits(above);
        int smaller = code.minBits(code.addBits(code.bits(size), wrap), code.constantBits(bits + above));
        return code.number(code.subBits(smaller, wrap));
    }
}
