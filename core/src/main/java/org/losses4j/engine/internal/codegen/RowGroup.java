package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.Collection;
import java.util.function.IntConsumer;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;

/** Writes the loops over the rows that a kernel takes together, and the code that moves on from one to the next. */
final class RowGroup {
    private final KernelContext context;
    private final MethodBody body;
    /** The variable that holds the number of rows; −1 where that is the number of lanes. */
    private int rows = -1;
    /** The variable that holds the row that is being walked; −1 where code is about all of them. */
    private int row = -1;

    /** The rows of one method of a kernel: as many as {@link KernelContext#rowCode} has lanes. */
    RowGroup(KernelContext context) {
        this.context = context;
        this.body = context.body;
    }

    /** Writes a loop over groups of rows, from the row that a variable holds to the one before {@code to}. */
    void loop(int first, int to, Runnable step) {
        int most = context.size(KernelSizes.rowsPerGroup(context.plan));
        rows = body.local(1);
        body.plainLoop(first, () -> body.load(to), rows, () -> {
            body.load(most);
            body.load(to);
            body.load(first);
            body.instructions().visitInsn(ISUB);
            body.instructions().visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
            body.instructions().visitVarInsn(ISTORE, rows);
            step.run();
        });
    }

    /** Writes a loop over the rows, of which a variable holds the number, in each of whose steps the code is about one row. */
    void walk(RowWalks.Walk walk, int number, Collection<Integer> slots, Runnable step) {
        rows = number;
        each(current -> {
            row = current;
            step.run();
            row = -1;
            for (int slot : slots) {
                if (isKept(slot)) {
                    moveOn(slot, () -> context.pushLength(walk));
                } else if (!context.isRepeated(slot)) {
                    moveOn(slot, () -> {
                        body.integer(1);
                        context.timesRow(slot);
                    });
                }
            }
        });
    }

    /** Whether code is about one row of several. */
    boolean isOfOne() {
        return row >= 0;
    }

    /** The variable that holds the number of the row that code is about, counted from the first of the group. */
    int row() {
        return row;
    }

    /** Writes a loop over the rows, whose step is given the variable of a row's number. */
    void each(IntConsumer step) {
        context.lanes.each(this::pushNumber, step);
    }

    /** Writes the code that pushes the number of rows. */
    void pushNumber() {
        if (rows >= 0) {
            body.load(rows);
        } else {
            body.integer(context.rowCode.lanes());
        }
    }

    /** Writes the code that moves the offsets of all slots on to the next rows. */
    void moveOn() {
        for (int i = 0; i < context.offsets.length; i++) {
            int slot = i;
            if (!context.isRepeated(slot)) {
                moveOn(slot, () -> {
                    pushNumber();
                    context.timesRow(slot);
                });
            }
        }
    }

    private void moveOn(int slot, Runnable distance) {
        int offset = context.offsets[slot];
        body.load(offset);
        distance.run();
        body.instructions().visitInsn(IADD);
        body.instructions().visitVarInsn(ISTORE, offset);
    }

    /** Whether a slot is a buffer of terms that a walk keeps for later ones. */
    private boolean isKept(int slot) {
        MemoryPlan memory = context.memoryPlan;
        return memory.slots().get(slot).access() == null && slot != memory.number(MemoryPlan.FENCE);
    }
}
