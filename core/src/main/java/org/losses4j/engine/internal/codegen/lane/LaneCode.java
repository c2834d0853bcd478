package org.losses4j.engine.internal.codegen.lane;

import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.memory.Precision;

/**
 * Writes the bytecode of arithmetic on one lane or on a vector of lanes, so that formulas and elementary functions are written
 * once for both. Operands and results are numbers of local variables, which hold a scalar or a vector.
 */
public interface LaneCode {

    Precision precision();

    /** The number of elements that one variable holds. */
    int lanes();

    /** A constant; its variable is valid until {@link MethodBody#forgetConstants}. */
    int constant(double value);

    /** Gives back all variables made since a mark, after moving {@code value} to a new one, which is returned. */
    int compacted(int mark, int value);

    int add(int a, int b);

    int sub(int a, int b);

    int mul(int a, int b);

    int div(int a, int b);

    /** a · b + c, rounded once if {@link #isFused}, else twice. */
    int mulAdd(int a, int b, int c);

    /** Whether {@link #mulAdd} rounds once. */
    boolean isFused();

    int neg(int a);

    int abs(int a);

    int sqrt(int a);

    /** The smaller of a and b; NaN if one of them is. */
    int min(int a, int b);

    /** The larger of a and b; NaN if one of them is. */
    int max(int a, int b);

    /** The mask of the lanes in which a &gt; b. */
    int greater(int a, int b);

    /** The mask of the lanes in which a = b. */
    int equal(int a, int b);

    /** The mask of the lanes in which a ≠ b, or a or b is NaN. */
    int differs(int a, int b);

    /** a where the mask is set, else b. */
    int select(int mask, int a, int b);

    /** The bits of a number, as an integer of its width. */
    int bits(int a);

    /** The number that has these bits. */
    int number(int bits);

    int shiftLeft(int bits, int by);

    /** A logical shift: zeros come in from the left. */
    int shiftRight(int bits, int by);

    /** The bits of a constant, rounded to the precision. */
    default long bitsOf(double constant) {
        return precision() == Precision.FLOAT64
                ? Double.doubleToRawLongBits(constant)
                : Float.floatToRawIntBits((float) constant);
    }

    /** A constant integer; its variable is valid until {@link MethodBody#forgetConstants}. */
    int constantBits(long value);

    int addBits(int bits, int other);

    int subBits(int bits, int other);

    int andBits(int bits, int other);

    /** The smaller of two signed integers. */
    int minBits(int bits, int other);

    /**
     * The elements of an array from an index on, one for each lane.
     *
     * @param array the array variable
     * @param index the integer variable of the index
     * @param repeated whether all lanes get the first element
     */
    int load(int array, int index, boolean repeated);

    void store(int array, int index, int value);

    /** Does what {@link #load} does, from bytes; the index counts elements. */
    int loadBytes(ByteAccess memory, int bytes, int index, boolean repeated);

    /** Does what {@link #store} does, to bytes; the index counts elements. */
    void storeBytes(ByteAccess memory, int bytes, int index, int value);

    /** An integer variable as a number: the same in all lanes, or, if {@code counting}, one more in each lane. */
    int position(int integer, boolean counting);

    /** A variable that has in all lanes the value of a scalar variable of the same precision. */
    int spread(int scalar);

    /** Sets an existing variable. */
    void assign(int variable, int value);

    /** A new variable of the same value. */
    int copy(int value);

    /** A variable of the same value, of which HotSpot knows what it is, where it does not of one that changes in a loop. */
    int known(int value);

    /** A new variable that collects a maximum by {@link #raise}, and is read by {@link #height}; −∞ at first, NaN if any element is. */
    int peak();

    /** Sets the variable of a {@link #peak} to the larger of it and an element. */
    void raise(int peak, int element);

    /** The maximum that a {@link #peak} has collected. */
    int height(int peak);

    /** The maximum that a {@link #peak} has collected in all lanes, as a new scalar variable. */
    int highest(int peak);
}
