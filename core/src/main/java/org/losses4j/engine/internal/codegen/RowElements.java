package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Writes the code that reads or writes one element of each row, a row at a time: its own, or the one at an index. */
final class RowElements {
    /** Stands for an index where rows have one element each. */
    static final int NONE = -1;

    private final KernelContext context;
    private final MethodBody body;
    private final LaneCode scalar;

    /** Code for the rows of one sweep. */
    RowElements(KernelContext context) {
        this.context = context;
        this.body = context.body;
        this.scalar = context.scalar;
    }

    /** Writes the code that reads the elements; the index, or {@link #NONE}, and the result are variables. */
    int load(int slot, int index) {
        if (context.rowCode.lanes() == 1) {
            return context.memory.load(scalar, slot, place(slot, index, -1), false);
        }
        each(slot, index, (row, place) -> context.lanes.write(0, row, context.memory.load(scalar, slot, place, false)));
        return context.lanes.read(context.rowCode, 0);
    }

    void store(int slot, int index, int value) {
        if (context.rowCode.lanes() == 1) {
            context.memory.store(scalar, slot, place(slot, index, -1), value);
            return;
        }
        context.lanes.write(context.rowCode, 1, value);
        each(slot, index, (row, place) -> context.memory.store(scalar, slot, place, context.lanes.read(1, row)));
    }

    /** Writes the code for one row, of which variables hold the number and the place of its element. */
    private interface Step {
        void write(int row, int place);
    }

    private void each(int slot, int index, Step step) {
        if (index != NONE) {
            context.lanes.write(context.rowCode, 0, index);
        }
        context.group.each(row -> step.write(row, place(slot, index == NONE ? NONE : context.lanes.read(0, row), row)));
    }

    private int place(int slot, int index, int lane) {
        MethodVisitor to = body.instructions();
        boolean wide = scalar.precision() == Precision.FLOAT64;
        body.load(context.offsets[slot]);
        if (index != NONE) {
            to.visitVarInsn(wide ? DLOAD : FLOAD, index);
            to.visitInsn(wide ? D2I : F2I);
            context.timesAxis(slot);
            to.visitInsn(IADD);
        }
        if (lane >= 0) {
            body.load(lane);
            context.timesRow(slot);
            to.visitInsn(IADD);
        }
        return body.integerFromStack();
    }
}
