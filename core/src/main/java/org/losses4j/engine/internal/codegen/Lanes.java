package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.function.IntConsumer;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Writes code that takes vectors apart: two arrays, made before all loops, hold the lanes of one vector each. */
final class Lanes {
    private final MethodBody body;
    private final LaneCode scalar;
    private final int[] arrays = new int[2];
    private final int width;
    private int first;

    Lanes(MethodBody body, LaneCode scalar, int width) {
        this.body = body;
        this.scalar = scalar;
        this.width = width;
    }

    /** Writes the code that makes the arrays. */
    void allocate() {
        body.instructions().visitInsn(ICONST_0);
        first = body.integerFromStack();
        for (int i = 0; i < arrays.length; i++) {
            body.integer(width);
            body.instructions().visitIntInsn(NEWARRAY, isWide() ? T_DOUBLE : T_FLOAT);
            arrays[i] = body.local(1);
            body.instructions().visitVarInsn(ASTORE, arrays[i]);
        }
    }

    void write(LaneCode code, int array, int vector) {
        code.store(arrays[array], first, vector);
    }

    int read(LaneCode code, int array) {
        return code.load(arrays[array], first, false);
    }

    void write(int array, int lane, int number) {
        scalar.store(arrays[array], lane, number);
    }

    int read(int array, int lane) {
        return scalar.load(arrays[array], lane, false);
    }

    /** Writes a loop over the lanes. Its steps may use no constants, so that the constants around the loop stay valid. */
    void each(IntConsumer step) {
        body.instructions().visitInsn(ICONST_0);
        int lane = body.integerFromStack();
        body.loop(lane, () -> body.integer(width), 1, () -> step.accept(lane));
    }

    /** Adds the lanes of a vector in a fixed order, into a new scalar variable. */
    int sum(LaneCode code, int vector) {
        // Not reduceLanes, whose order of additions is undefined and changes when the method is compiled.
        write(code, 0, vector);
        return sum(arrays[0], 0);
    }

    /** Adds lanes that are in an array from a place on in a fixed order, into a new scalar variable. */
    int sum(int array, int from) {
        String lane = isWide() ? "D" : "F";
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
        int local = body.local(isWide() ? 2 : 1);
        to.visitVarInsn(isWide() ? DSTORE : FSTORE, local);
        return local;
    }

    private boolean isWide() {
        return scalar.precision() == Precision.FLOAT64;
    }
}
