package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import java.util.LinkedHashMap;
import java.util.Map;
import org.losses4j.engine.memory.Precision;

/**
 * The constants of a long loop, in an array that belongs to the kernel and that vector code reads each constant from where it
 * needs it.
 */
public final class ConstantPool {
    // HotSpot holds what a loop does not change in registers, as vectors; with dozens of constants it moves the loop's
    // own numbers to the stack and back, which costs more than all arithmetic. It cannot know that the loop's stores do
    // not go to this array, and so it reads each constant from memory where it is used.

    private final MethodBody body;
    private final boolean wide;
    private final int lanes;
    private final int array;
    // Keyed by bits, because there are several NaNs.
    private final Map<Long, Integer> places;

    /** An empty pool, whose array is in a variable of a method. */
    public ConstantPool(MethodBody body, Precision precision, int lanes) {
        this(body, precision == Precision.FLOAT64, lanes, new LinkedHashMap<>());
    }

    private ConstantPool(MethodBody body, boolean wide, int lanes, Map<Long, Integer> places) {
        this.body = body;
        this.wide = wide;
        this.lanes = lanes;
        this.array = body.invariant();
        this.places = places;
    }

    /** The same pool, whose array is also in a variable of another method of the kernel. */
    public ConstantPool in(MethodBody other) {
        return new ConstantPool(other, wide, lanes, places);
    }

    /** Writes the code that reads the array from a field of the kernel; {@code type} is the array's type in bytecode. */
    public void load(String type, String kernel, String field) {
        body.instructions().visitVarInsn(ALOAD, 0);
        body.instructions().visitFieldInsn(GETFIELD, kernel, field, "Ljava/lang/Object;");
        body.instructions().visitTypeInsn(CHECKCAST, type);
        body.instructions().visitVarInsn(ASTORE, array);
    }

    /** Writes the code that pushes a constant, and gives the constant a place in the array. */
    void push(Number value) {
        pushElement(
                wide ? Double.doubleToRawLongBits(value.doubleValue()) : Float.floatToRawIntBits(value.floatValue()));
    }

    /** Writes the code that pushes an integer, and gives the number that has its bits a place in the array. */
    void pushBits(long value) {
        pushElement(value);
        if (wide) {
            body.instructions().visitMethodInsn(INVOKESTATIC, "java/lang/Double", "doubleToRawLongBits", "(D)J", false);
        } else {
            body.instructions().visitMethodInsn(INVOKESTATIC, "java/lang/Float", "floatToRawIntBits", "(F)I", false);
        }
    }

    private void pushElement(long bits) {
        int place = places.computeIfAbsent(bits, key -> 2 * lanes + places.size());
        body.instructions().visitVarInsn(ALOAD, array);
        body.integer(place);
        body.instructions().visitInsn(wide ? DALOAD : FALOAD);
    }

    /** Writes the code that stores a vector where nobody reads it, so that later constants are read after the store, not all at first. */
    public void fence(LaneCode code, int array, int value) {
        body.instructions().visitInsn(ICONST_0);
        code.store(array, body.integerFromStack(), value);
        body.repeatConstants();
    }

    /**
     * Writes the code that loads a mask, which is a window of the array's first part: unset lanes, then as many set ones. A
     * window at {@code place} has {@code lanes − place} unset lanes, then set ones.
     */
    public int mask(LaneCode code, int place) {
        return code.differs(code.load(array, place, false), code.constant(0));
    }

    /** The array: unset lanes, as many set ones, and behind these masks the constants. */
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
