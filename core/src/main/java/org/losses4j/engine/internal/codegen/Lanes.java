package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Writes code that takes vectors apart: two places in the kernel's buffer, 0 and 1, hold the lanes of one vector each. */
final class Lanes {
    private final MethodBody body;
    private final LaneCode scalar;
    private final int width;
    private final IntSupplier buffer;

    /**
     * Code for one method.
     *
     * @param width the number of lanes of a vector
     * @param buffer the variable that holds the kernel's buffer
     */
    Lanes(MethodBody body, LaneCode scalar, int width, IntSupplier buffer) {
        this.body = body;
        this.scalar = scalar;
        this.width = width;
        this.buffer = buffer;
    }

    void write(LaneCode code, int place, int vector) {
        code.store(buffer.getAsInt(), start(place), vector);
    }

    int read(LaneCode code, int place) {
        return code.load(buffer.getAsInt(), start(place), false);
    }

    void write(int place, int lane, int number) {
        scalar.store(buffer.getAsInt(), element(place, lane), number);
    }

    int read(int place, int lane) {
        return scalar.load(buffer.getAsInt(), element(place, lane), false);
    }

    private int start(int place) {
        body.integer(first(place));
        return body.integerFromStack();
    }

    private int element(int place, int lane) {
        body.load(lane);
        body.integer(first(place));
        body.instructions().visitInsn(IADD);
        return body.integerFromStack();
    }

    private int first(int place) {
        return width * (1 + place);
    }

    /** Writes a loop over the lanes. Its steps may use no constants, so that the constants around the loop stay valid. */
    void each(IntConsumer step) {
        each(() -> body.integer(width), step);
    }

    /** Writes a loop over the first lanes, of a number that {@code count} pushes, as {@link #each(IntConsumer)} does. */
    void each(Runnable count, IntConsumer step) {
        body.instructions().visitInsn(ICONST_0);
        int lane = body.integerFromStack();
        body.loop(lane, count, 1, () -> step.accept(lane));
    }

    /** Adds the lanes of a vector in a fixed order, into a new scalar variable. */
    int sum(LaneCode code, int vector) {
        // Not reduceLanes, whose order of additions is undefined and changes when the method is compiled.
        write(code, 0, vector);
        return sum(buffer.getAsInt(), first(0));
    }

    /** Adds lanes that are in an array from a place on in a fixed order, into a new scalar variable. */
    int sum(int array, int from) {
        boolean wide = scalar.precision() == Precision.FLOAT64;
        String lane = wide ? "D" : "F";
        MethodVisitor to = body.instructions();
        to.visitVarInsn(ALOAD, array);
        body.integer(from);
        body.integer(from + width);
        to.visitMethodInsn(
                INVOKESTATIC,
                "org/losses4j/engine/internal/codegen/LaneReduction",
                "sum",
                "([" + lane + "II)" + lane,
                false);
        int local = body.local(wide ? 2 : 1);
        to.visitVarInsn(wide ? DSTORE : FSTORE, local);
        return local;
    }
}
