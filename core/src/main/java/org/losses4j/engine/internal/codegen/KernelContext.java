package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.ConstantPool;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.codegen.lane.ScalarCode;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;

/** The state that all writers of one kernel share: the writers of arithmetic, and the variables that hold its memory. */
final class KernelContext {
    final MethodBody body;
    final KernelForm form;
    /** The number of lanes of a vector. */
    final int width;

    final MemoryPlan memoryPlan;
    final LaneCode scalar;
    final LaneCode rowCode;
    final LaneCode axisCode;
    /** For each slot, the variable that holds its memory. */
    final int[] arrays;
    /** For each slot, the variable that holds the row's index in that memory. */
    final int[] offsets;

    final SlotCode memory;
    final Lanes lanes;
    /** The variable that holds the lane being computed, in lane-by-lane code. */
    final int lane;

    final Indexed indexed;
    final ConstantPool pool;
    /** Whether vector code reads its constants from memory; see {@link ConstantPool}. */
    final boolean isLong;

    private final SweepPlan plan;
    /** What holds a stride or length, by its number in {@link KernelSizes}; −1 where it is written into the code. */
    private final int[] sizes;

    private final Map<Term, Integer> spreadPlaces = new HashMap<>();

    KernelContext(SweepPlan plan, MethodBody body, Precision precision, int width, KernelForm form) {
        this.plan = plan;
        this.sizes = new int[KernelSizes.of(plan).length];
        Arrays.fill(sizes, -1);
        this.body = body;
        this.form = form;
        this.width = width;
        this.memoryPlan = plan.memoryPlan();
        this.scalar = new ScalarCode(body, precision);
        this.pool = new ConstantPool(body, precision, width, body.local(1));
        List<Term> needed = RowWalks.needed(plan.rows(), plan.sweep().roots());
        this.isLong = plan.rowWalks().walks().isEmpty()
                ? !RowWalks.fitsRegisters(needed)
                : needed.stream().anyMatch(RowWalks::isExpensive);
        LaneCode vector = form.code(body, precision, width, scalar, isLong ? pool : null);
        this.rowCode = memoryPlan.acrossRows() ? vector : scalar;
        this.axisCode = vector;
        this.lanes = new Lanes(body, scalar, width);
        this.lane = body.local(1);
        this.arrays = new int[memoryPlan.slots().size()];
        this.offsets = new int[memoryPlan.slots().size()];
        this.memory = new SlotCode(memoryPlan.slots(), arrays, ByteAccess.here().orElse(ByteAccess.BYTE_BUFFER));
        this.indexed = new Indexed(this);
    }

    /** Writes the code that takes what sizes the kernel needs from the array of sizes. */
    void loadSizes() {
        for (int i = 0; i < memoryPlan.slots().size(); i++) {
            Slot slot = memoryPlan.slots().get(i);
            loadSize(KernelSizes.row(i), KernelSizes.isWritten(slot, slot.kernelRow()));
            loadSize(KernelSizes.axis(i), KernelSizes.isWritten(slot, slot.kernelAxis()));
        }
        for (long group : KernelSizes.groups(plan)) {
            loadSize(KernelSizes.length(plan, group), false);
        }
    }

    /** Writes a loop over elements; of lane-by-lane code, which vectors soon replace, one that is compiled soon. */
    void elementLoop(Collection<Term> computed, int counter, Runnable limit, Runnable step) {
        if (form == KernelForm.LANE_BY_LANE && computed.stream().anyMatch(RowWalks::isExpensive)) {
            int one = KernelSizes.one(plan);
            loadSize(one, false);
            body.plainLoop(counter, limit, sizes[one], step);
        } else {
            body.loop(counter, limit, 1, step);
        }
    }

    private void loadSize(int number, boolean written) {
        if (!written) {
            body.instructions().visitVarInsn(ALOAD, KernelWriter.SIZES);
            body.integer(number);
            body.instructions().visitInsn(IALOAD);
            sizes[number] = body.integerFromStack();
        }
    }

    /** Writes the code that multiplies what is on the stack by the distance of a slot's rows. */
    void timesRow(int slot) {
        times(KernelSizes.row(slot), memoryPlan.slots().get(slot).kernelRow());
    }

    /** Writes the code that multiplies what is on the stack by the distance of a slot's neighbours along the walked axes. */
    void timesAxis(int slot) {
        times(KernelSizes.axis(slot), memoryPlan.slots().get(slot).kernelAxis());
    }

    private void times(int number, int written) {
        if (sizes[number] >= 0) {
            body.load(sizes[number]);
            body.instructions().visitInsn(IMUL);
        } else if (written != 1) {
            body.integer(written);
            body.instructions().visitInsn(IMUL);
        }
    }

    /** Writes the code that pushes the length of a walk. */
    void pushLength(RowWalks.Walk walk) {
        body.load(sizes[KernelSizes.length(plan, walk.group())]);
    }

    /** A sum over lanes. */
    Reducer sum(LaneCode code, boolean isLong) {
        return form.isVectors()
                ? new Accumulator(code, Fold.SUM, isLong)
                : new LaneSums(body, code, width, lane, isLong);
    }

    /** Makes a scalar number available in all lanes of a loop: from a variable, or, as constants are, from memory. */
    IntSupplier spread(Term term, LaneCode code, int number) {
        if (!isLong || code.lanes() == 1) {
            int variable = code.spread(number);
            return () -> variable;
        }
        int place = code.lanes() + spreadPlaces.computeIfAbsent(term, key -> spreadPlaces.size());
        int array = arrays[memoryPlan.number(MemoryPlan.FENCE)];
        body.integer(place);
        scalar.store(array, body.integerFromStack(), number);
        IntSupplier load = () -> {
            body.integer(place);
            return code.load(array, body.integerFromStack(), true);
        };
        return () -> body.isAhead()
                ? body.constant(term, 1, variable -> code.assign(variable, load.getAsInt()))
                : load.getAsInt();
    }

    /** Writes the code that moves {@link #lane} on by some lanes, around the end. */
    void moveLane(int further) {
        body.load(lane);
        body.integer(further);
        body.instructions().visitInsn(IADD);
        body.integer(width - 1);
        body.instructions().visitInsn(IAND);
        body.instructions().visitVarInsn(ISTORE, lane);
    }

    /** Writes a fence behind an expensive number, so that HotSpot reads further constants only after it; see {@link ConstantPool}. */
    IntConsumer fence(LaneCode code) {
        return value -> {
            if (code.lanes() > 1 && !body.isAhead()) {
                pool.fence(code, arrays[memoryPlan.number(MemoryPlan.FENCE)], value);
            }
        };
    }

    /** Whether a tensor has the same elements for all rows. */
    boolean isRepeated(int slot) {
        return memoryPlan.slots().get(slot).kernelRow() == 0;
    }
}
