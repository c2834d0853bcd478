package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Reads and writes one element of each row, at an index that differs from row to row. */
final class Indexed {
    private final MethodBody body;
    private final LaneCode scalar;
    private final LaneCode rowCode;
    private final Lanes lanes;
    private final SlotCode memory;
    private final List<Slot> slots;
    private final int[] offsets;

    /**
     * Code for the rows of one sweep.
     *
     * @param rowCode as many rows at a time
     * @param offsets the variables of where the first of these rows is, by slot
     */
    Indexed(
            MethodBody body,
            LaneCode scalar,
            LaneCode rowCode,
            Lanes lanes,
            SlotCode memory,
            List<Slot> slots,
            int[] offsets) {
        this.body = body;
        this.scalar = scalar;
        this.rowCode = rowCode;
        this.lanes = lanes;
        this.memory = memory;
        this.slots = slots;
        this.offsets = offsets;
    }

    /** The elements at an index. */
    int load(int slot, int index) {
        if (rowCode.lanes() == 1) {
            return memory.load(scalar, slot, place(slot, index, -1), false);
        }
        lanes.write(rowCode, 0, index);
        lanes.each(lane -> {
            int place = place(slot, lanes.read(0, lane), lane);
            lanes.write(0, lane, memory.load(scalar, slot, place, false));
        });
        return lanes.read(rowCode, 0);
    }

    void store(int slot, int index, int value) {
        if (rowCode.lanes() == 1) {
            memory.store(scalar, slot, place(slot, index, -1), value);
            return;
        }
        lanes.write(rowCode, 0, index);
        lanes.write(rowCode, 1, value);
        lanes.each(lane -> memory.store(scalar, slot, place(slot, lanes.read(0, lane), lane), lanes.read(1, lane)));
    }

    private int place(int slot, int index, int lane) {
        MethodVisitor to = body.instructions();
        boolean wide = scalar.precision() == Precision.FLOAT64;
        body.load(offsets[slot]);
        to.visitVarInsn(wide ? DLOAD : FLOAD, index);
        to.visitInsn(wide ? D2I : F2I);
        body.integer(slots.get(slot).kernelAxis());
        to.visitInsn(IMUL);
        to.visitInsn(IADD);
        if (lane >= 0) {
            body.load(lane);
            body.integer(slots.get(slot).kernelRow());
            to.visitInsn(IMUL);
            to.visitInsn(IADD);
        }
        return body.integerFromStack();
    }
}
