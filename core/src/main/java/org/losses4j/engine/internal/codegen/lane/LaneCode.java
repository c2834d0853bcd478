package org.losses4j.engine.internal.codegen.lane;

import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.memory.Precision;

/**
 * Writes arithmetic on numbers, a lane or a vector of lanes at a time: the one language that formulas and elementary
 * functions are written in. Operands and results are local variables.
 */
public interface LaneCode {

    Precision precision();

    /** How many elements one number holds. */
    int lanes();

    /** A constant, known only to the end of this place of the code. */
    int constant(double value);

    /** Gives back all variables since a mark but this one, which moves. */
    int compacted(int mark, int value);

    int add(int a, int b);

    int sub(int a, int b);

    int mul(int a, int b);

    int div(int a, int b);

    /** a · b + c, rounded once or twice. */
    int mulAdd(int a, int b, int c);

    /** Whether {@link #mulAdd} rounds once. */
    boolean isFused();

    int neg(int a);

    int abs(int a);

    int sqrt(int a);

    /** The smaller, NaN if either is. */
    int min(int a, int b);

    /** The larger, NaN if either is. */
    int max(int a, int b);

    int pow(int a, double exponent);

    /** A mask: where a &gt; b. */
    int greater(int a, int b);

    /** A mask: where a = b. */
    int equal(int a, int b);

    /** A mask: where a ≠ b, or either is NaN. */
    int differs(int a, int b);

    /** a where the mask is set, else b. */
    int select(int mask, int a, int b);

    /** The bits of a number, as an integer of its width. */
    int bits(int a);

    /** The number of these bits. */
    int number(int bits);

    int shiftLeft(int bits, int by);

    /** Shifts zeros in from the left. */
    int shiftRight(int bits, int by);

    /** A constant integer, known only to the end of this place of the code. */
    int constantBits(long value);

    int addBits(int bits, int other);

    int subBits(int bits, int other);

    int andBits(int bits, int other);

    /** The smaller of two integers with signs. */
    int minBits(int bits, int other);

    /** The elements at an index of an array, both integer or array variables; {@code repeated} takes the first for all. */
    int load(int array, int index, boolean repeated);

    void store(int array, int index, int value);

    /** As {@link #load}, from bytes. */
    int loadBytes(ByteAccess memory, int bytes, int index, boolean repeated);

    /** As {@link #store}, to bytes. */
    void storeBytes(ByteAccess memory, int bytes, int index, int value);

    /** The value of an integer variable; along the lanes it counts up if {@code counting}. */
    int position(int integer, boolean counting);

    /** All lanes from one of scalar code of the same precision. */
    int spread(int scalar);

    /** Sets an existing variable. */
    void assign(int variable, int value);

    /** A new variable of the same value. */
    int copy(int value);

    /** A new variable in which a maximum is collected, NaN if any element is; at first −∞. */
    int peak();

    /** Sets the variable of a {@link #peak} to the larger of it and an element. */
    void raise(int peak, int element);

    /** The number that a {@link #peak} has come to. */
    int height(int peak);
}
