package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import java.util.LinkedHashMap;
import java.util.Map;
import org.losses4j.engine.memory.Precision;

/**
 * The constants of a long loop, in an array that the kernel keeps. HotSpot holds what a loop does not change in registers, as
 * vectors; with dozens of them it moves the loop's own numbers to the stack and back, which costs more than all arithmetic.
 * It cannot know that what the loop writes is not this array, and so reads each constant where it is needed.
 */
public final class ConstantPool {
    private final MethodBody body;
    private final boolean wide;
    private final int lanes;
    private final int array;
    // By bits, because NaNs differ.
    private final Map<Long, Integer> places = new LinkedHashMap<>();

    /** A pool that is in the array variable {@code array}. */
    public ConstantPool(MethodBody body, Precision precision, int lanes, int array) {
        this.body = body;
        this.wide = precision == Precision.FLOAT64;
        this.lanes = lanes;
        this.array = array;
    }

    /** Writes the code that gets the array, of a type, from a field of the kernel. */
    public void load(String type, String kernel, String field) {
        body.instructions().visitVarInsn(ALOAD, 0);
        body.instructions().visitFieldInsn(GETFIELD, kernel, field, "Ljava/lang/Object;");
        body.instructions().visitTypeInsn(CHECKCAST, type);
        body.instructions().visitVarInsn(ASTORE, array);
    }

    /** Writes the code that pushes a number. */
    void push(Number value) {
        long bits =
                wide ? Double.doubleToRawLongBits(value.doubleValue()) : Float.floatToRawIntBits(value.floatValue());
        int place = places.computeIfAbsent(bits, key -> 2 * lanes + places.size());
        body.instructions().visitVarInsn(ALOAD, array);
        body.integer(place);
        body.instructions().visitInsn(wide ? DALOAD : FALOAD);
    }

    /** Writes the code that stores a vector where nobody reads it: later constants are read behind that, not all at first. */
    public void fence(LaneCode code, int array, int value) {
        body.instructions().visitInsn(ICONST_0);
        code.store(array, body.integerFromStack(), value);
        body.repeatConstants();
    }

    /**
     * Writes the code that loads a mask: as many unset lanes as a place is short of the number of lanes, and set ones behind
     * them.
     */
    public int mask(LaneCode code, int place) {
        return code.load(array, place, false);
    }

    /** The array: the masks, and behind them the constants. */
    public Object numbers() {
        int size = 2 * lanes + places.size();
        Object numbers = wide ? new double[size] : new float[size];
        for (int i = lanes; i < 2 * lanes; i++) {
            if (wide) {
                ((double[]) numbers)[i] = Double.longBitsToDouble(-1);
            } else {
                ((float[]) numbers)[i] = Float.intBitsToFloat(-1);
            }
        }
        places.forEach((bits, place) -> {
            if (wide) {
                ((double[]) numbers)[place] = Double.longBitsToDouble(bits);
            } else {
                ((float[]) numbers)[place] = Float.intBitsToFloat(bits.intValue());
            }
        });
        return numbers;
    }
}
