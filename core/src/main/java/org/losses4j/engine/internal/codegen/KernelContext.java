package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.BufferView;
import org.losses4j.engine.internal.codegen.lane.ConstantPool;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.codegen.lane.ScalarCode;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** The state that all writers of one method of a kernel share: the writers of arithmetic, and the variables that hold its memory. */
final class KernelContext {
    // The parameters of a kernel's methods.
    static final int ARRAYS = 1;
    static final int OFFSETS = 2;
    static final int SIZES = 3;

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

    final RowGroup group;
    final RowElements rowElements;
    final ConstantPool pool;
    /** Whether vector code reads its constants from memory; see {@link ConstantPool}. */
    final boolean isLong;

    final SweepPlan plan;
    /** What holds a stride or length, by its number in {@link KernelSizes}; −1 where it is written into the code. */
    private final int[] sizes;

    private final Exchange exchange;

    /** The context of a kernel's first method. */
    KernelContext(SweepPlan plan, MethodBody body, Precision precision, KernelForm form) {
        this(
                plan,
                body,
                new ConstantPool(body, precision, plan.memoryPlan().lanes()),
                new Exchange(plan.memoryPlan().lanes()),
                precision,
                form);
    }

    private KernelContext(
            SweepPlan plan,
            MethodBody body,
            ConstantPool pool,
            Exchange exchange,
            Precision precision,
            KernelForm form) {
        this.plan = plan;
        this.exchange = exchange;
        this.sizes = new int[KernelSizes.of(plan).length];
        Arrays.fill(sizes, -1);
        this.body = body;
        this.form = form;
        this.width = plan.memoryPlan().lanes();
        this.memoryPlan = plan.memoryPlan();
        this.scalar = new ScalarCode(body, precision, MultiplyAdd.isFused());
        this.pool = pool;
        List<Term> needed = RowWalks.needed(plan.rows(), plan.sweep().roots());
        this.isLong = plan.rowWalks().walks().isEmpty()
                ? !RowWalks.fitsRegisters(needed)
                : needed.stream().anyMatch(RowWalks::isExpensive);
        LaneCode vector = form.code(body, precision, width, scalar, isLong ? pool : null);
        this.rowCode = memoryPlan.acrossRows() || isGrouped() ? vector : scalar;
        this.axisCode = vector;
        this.lanes = new Lanes(body, scalar, width, this::buffer);
        this.lane = body.local(1);
        this.arrays = new int[memoryPlan.slots().size()];
        this.offsets = new int[memoryPlan.slots().size()];
        this.memory = new SlotCode(memoryPlan.slots(), arrays, ByteAccess.here().orElse(ByteAccess.BYTE_BUFFER));
        this.group = new RowGroup(this);
        this.rowElements = new RowElements(this);
    }

    /**
     * Whether a kernel takes several rows together, walking through one after the other: vectors run along the axes in walks, and
     * across rows in what is computed once for a row.
     */
    static boolean isGrouped(SweepPlan plan, KernelForm form) {
        return form == KernelForm.VECTORS && !plan.memoryPlan().acrossRows();
    }

    boolean isGrouped() {
        return isGrouped(plan, form);
    }

    /**
     * The number of variables that hold what no loop changes: the memory of each slot, uniforms, the pool of constants, and what a
     * row has for its walks.
     */
    static int invariants(SweepPlan plan) {
        int brought = plan.rowWalks().walks().stream()
                .mapToInt(walk -> plan.rowWalks().brought(walk).size())
                .sum();
        return plan.memoryPlan().slots().size() + plan.uniforms().size() + 1 + brought;
    }

    /** The context of another method of the kernel. */
    KernelContext in(MethodBody other) {
        return new KernelContext(plan, other, pool.in(other), exchange, scalar.precision(), form);
    }

    /** Writes the beginning of a method: the code that takes constants, and the memory and sizes of some slots, from its parameters. */
    void start(Collection<Integer> slots, List<Long> groups, int row) {
        String array = scalar.precision() == Precision.FLOAT64 ? "[D" : "[F";
        pool.load(array, KernelClass.NAME, KernelClass.POOL);
        for (int i : slots) {
            Slot slot = memoryPlan.slots().get(i);
            loadSize(KernelSizes.row(i), KernelSizes.isWritten(slot, slot.kernelRow()));
            loadSize(KernelSizes.axis(i), KernelSizes.isWritten(slot, slot.kernelAxis()));
        }
        groups.forEach(group -> loadSize(KernelSizes.length(plan, group), false));
        slots.forEach(slot -> loadMemory(slot, array, row));
    }

    private void loadMemory(int slot, String array, int row) {
        MethodVisitor to = body.instructions();
        to.visitVarInsn(ALOAD, ARRAYS);
        body.integer(slot);
        to.visitInsn(AALOAD);
        to.visitTypeInsn(CHECKCAST, memory.type(slot, array));
        arrays[slot] = body.invariant();
        to.visitVarInsn(ASTORE, arrays[slot]);
        to.visitVarInsn(ALOAD, OFFSETS);
        body.integer(slot);
        to.visitInsn(IALOAD);
        boolean view = form == KernelForm.VECTORS && memory.isByteBuffer(slot);
        if (view) {
            to.visitInsn(scalar.precision() == Precision.FLOAT64 ? ICONST_3 : ICONST_2);
            to.visitInsn(ISHL);
            BufferView.write(to, arrays[slot], body.integerFromStack());
        }
        body.load(row);
        timesRow(slot);
        if (!view) {
            to.visitInsn(IADD);
        }
        offsets[slot] = body.integerFromStack();
    }

    /** The groups of axes that walks run along. */
    List<Long> groups() {
        return KernelSizes.groups(plan);
    }

    /** Writes the code that loads a stride, length or number of rows, and gives its variable. */
    int size(int number) {
        loadSize(number, false);
        return sizes[number];
    }

    private void loadSize(int number, boolean written) {
        if (!written) {
            body.instructions().visitVarInsn(ALOAD, SIZES);
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

    /** A sum over lanes, of so many parts. */
    Reducer sum(LaneCode code, int parts) {
        return form == KernelForm.VECTORS
                ? new Accumulator(code, Fold.SUM, parts)
                : new LaneSums(body, code, width, lane, parts);
    }

    /** Makes a scalar number available in all lanes of a loop: from a variable, or, as constants are, from memory. */
    IntSupplier spread(Term term, LaneCode code, int number) {
        if (isHeld(code)) {
            return held(code, code.spread(number));
        }
        share(scalar, term, () -> number);
        return shared(code, term);
    }

    /** Whether loops have a number in a variable; if not, they read it from memory, as they do their constants. */
    private boolean isHeld(LaneCode code) {
        return !isLong || code.lanes() == 1;
    }

    /** Makes a number available in a loop that follows, as it is. */
    IntSupplier held(LaneCode code, int value) {
        if (code.lanes() == 1) {
            return () -> value;
        }
        int variable = body.invariant();
        code.assign(variable, value);
        return () -> variable;
    }

    /** Writes the code that stores a number in the buffer, unless that is done. */
    void share(LaneCode code, Term term, IntSupplier number) {
        if (exchange.store(term, code.lanes() == 1)) {
            leave(code, term, number.getAsInt());
        }
    }

    /** Writes the code that stores a number in the buffer, which {@link #taken} reads. */
    void leave(LaneCode code, Term term, int number) {
        code.store(buffer(), place(term), number);
    }

    private int place(Term term) {
        body.integer(exchange.place(term));
        if (group.isOfOne() && !exchange.isSingle(term)) {
            body.load(group.row());
            body.instructions().visitInsn(IADD);
        }
        return body.integerFromStack();
    }

    /** Makes a number that is shared available in all lanes of a loop. */
    IntSupplier shared(LaneCode code, Term term) {
        if (isHeld(code)) {
            return held(code, taken(code, term));
        }
        return () -> body.isAhead()
                ? body.constant(term, 1, variable -> code.assign(variable, taken(code, term)))
                : taken(code, term);
    }

    /** A new variable: a number from the buffer. */
    int taken(LaneCode code, Term term) {
        return code.load(buffer(), place(term), group.isOfOne() || exchange.isSingle(term));
    }

    private int buffer() {
        return arrays[memoryPlan.number(MemoryPlan.FENCE)];
    }

    /** Writes the code that reads a term of a row: an element, or the element at an index. */
    int load(Term term, int index) {
        if (term.op() instanceof TermOp.Pick pick) {
            return rowElements.load(memoryPlan.number(pick.access()), index);
        }
        int slot = memoryPlan.number(((TermOp.Load) term.op()).access());
        return isGrouped() && !isRepeated(slot)
                ? rowElements.load(slot, RowElements.NONE)
                : memory.load(rowCode, slot, offsets[slot], isRepeated(slot));
    }

    /** Writes the code that stores the elements of rows. */
    void store(Access target, int value) {
        int slot = memoryPlan.number(target);
        if (isGrouped()) {
            rowElements.store(slot, RowElements.NONE, value);
        } else {
            memory.store(rowCode, slot, offsets[slot], value);
        }
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
                pool.fence(code, buffer(), value);
            }
        };
    }

    /** Whether a tensor has the same elements for all rows. */
    boolean isRepeated(int slot) {
        return memoryPlan.slots().get(slot).kernelRow() == 0;
    }
}
