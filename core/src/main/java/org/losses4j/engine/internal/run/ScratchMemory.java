package org.losses4j.engine.internal.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.codegen.KernelSizes;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;

/**
 * Memory of made-up numbers, on which the vector kernel of a sweep runs without a batch. They lead through both sides of every
 * branch: HotSpot leaves out sides that it has not seen, and throws the code away when the first batch takes them.
 */
public final class ScratchMemory {
    // HotSpot unrolls a loop only as far as the loop has been seen to run.
    private static final int FEWEST_STEPS = 24;
    private static final int MOST_STEPS = 56;
    private static final int TERMS_A_RUN = 2_000;

    private static final float[] NUMBERS = {0, 1, 0.5f, -1, 3, -0.25f, 1e9f};

    /** What a function takes, in terms. */
    private static final int FUNCTION = 10;

    /** Vectors of rows where vectors run across rows, and rows of a kernel that computes one element at a time. */
    private static final int ROWS = 4;

    /** Rows of a kernel that computes one element at a time and has no other loop. */
    private static final int ROWS_WITHOUT_WALKS = 32;

    // More than one group, not all of the same size.
    private static final int ROWS_ALONG = 6;
    private static final int ROWS_PER_GROUP = 4;

    private final SweepPlan plan;
    private final int lanes;
    private final boolean isCounted;
    private final long work;
    private final int rows;
    private final int rowsByElement;
    private final int length;
    private final int[] sizes;
    private final int[] shortSizes;
    private final Object[] arrays;
    private final int[] offsets;
    private final double[] uniforms;
    private final double[] totals;

    /**
     * Memory for the kernel of a sweep.
     *
     * @param isCounted whether HotSpot's first compiler takes the vector code
     */
    public ScratchMemory(SweepPlan plan, Precision precision, boolean isCounted) {
        this.plan = plan;
        this.lanes = plan.memoryPlan().lanes();
        this.isCounted = isCounted;
        List<Term> needed = RowWalks.needed(plan.rows(), plan.sweep().roots());
        int terms = Math.max(1, needed.size());
        int steps = Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, TERMS_A_RUN / terms));
        long functions = needed.stream().filter(RowWalks::isExpensive).count();
        this.work = steps * (terms + FUNCTION * functions);
        MemoryPlan memory = plan.memoryPlan();
        boolean walks = !plan.rowWalks().walks().isEmpty();
        this.rows = memory.acrossRows() ? (walks ? ROWS : steps) * lanes : ROWS_ALONG;
        this.rowsByElement = memory.acrossRows() && !walks ? ROWS_WITHOUT_WALKS : ROWS;
        // Not a multiple of the lanes, so that the last vector of a row overlaps.
        this.length = walks ? (memory.acrossRows() ? steps / ROWS : steps / ROWS_ALONG * lanes) + 1 : 1;
        this.sizes = sizes(length);
        this.shortSizes = sizes(walks ? (memory.acrossRows() ? 2 : lanes + 1) : 1);
        this.arrays = new Object[memory.slots().size()];
        int kept = memory.acrossRows() ? 1 : sizes[KernelSizes.rowsPerGroup(plan)];
        for (int i = 0; i < arrays.length; i++) {
            Slot slot = memory.slots().get(i);
            int reach = (rows - 1) * sizes[KernelSizes.row(i)] + length * sizes[KernelSizes.axis(i)] + lanes;
            int size = slot.access() == null ? Math.max(slot.tile(), kept * reach) : reach;
            arrays[i] = memory(slot, size, precision);
        }
        this.offsets = new int[arrays.length];
        this.uniforms = new double[plan.uniforms().size()];
        Arrays.fill(uniforms, 1);
        this.totals = new double[plan.sweep().totals().size()];
    }

    private int[] sizes(int lengthOfWalks) {
        MemoryPlan memory = plan.memoryPlan();
        int[] given = KernelSizes.of(plan);
        for (int i = 0; i < memory.slots().size(); i++) {
            Slot slot = memory.slots().get(i);
            if (!KernelSizes.isWritten(slot, slot.kernelRow())) {
                given[KernelSizes.row(i)] = length;
            }
            if (!KernelSizes.isWritten(slot, slot.kernelAxis())) {
                given[KernelSizes.axis(i)] = rows;
            }
        }
        for (long group : KernelSizes.groups(plan)) {
            boolean belowAVector = KernelSizes.isBelowAVector(memory, group);
            given[KernelSizes.length(plan, group)] = belowAVector ? memory.length(group) : lengthOfWalks;
        }
        given[KernelSizes.rowsPerGroup(plan)] = Math.min(ROWS_PER_GROUP, lanes);
        return given;
    }

    private Object memory(Slot slot, int size, Precision precision) {
        Object array = Tiles.array(precision, size);
        for (int i = 0; i < size; i++) {
            // A first row without a finite number has no peak.
            boolean first = slot.kernelAxis() != 0 && i < length;
            float number = first ? Float.NEGATIVE_INFINITY : NUMBERS[i % NUMBERS.length];
            if (precision == Precision.FLOAT64) {
                ((double[]) array)[i] = number;
            } else {
                ((float[]) array)[i] = number;
            }
        }
        return slot.bytes() ? bytes(array) : array;
    }

    private static Object bytes(Object array) {
        ByteBuffer bytes;
        if (array instanceof double[] doubles) {
            bytes = ByteBuffer.allocateDirect(doubles.length * Double.BYTES).order(ByteOrder.nativeOrder());
            bytes.asDoubleBuffer().put(doubles);
        } else {
            float[] floats = (float[]) array;
            bytes = ByteBuffer.allocateDirect(floats.length * Float.BYTES).order(ByteOrder.nativeOrder());
            bytes.asFloatBuffer().put(floats);
        }
        return ByteAccess.here().orElseThrow().of(bytes);
    }

    /**
     * Whether HotSpot's first compiler, which counts what the second needs to know, takes the vector code. If not, the interpreter
     * has to count, in loops that are longer than those of a warm-up.
     */
    boolean isCounted() {
        return isCounted;
    }

    /** About how many terms of vectors a run computes. */
    long work() {
        return work;
    }

    /** Runs a kernel of vectors over all rows. */
    public void run(Kernel kernel) {
        kernel.run(arrays, offsets, sizes, uniforms, totals, 0, rows);
    }

    /** Calls a kernel for no rows. */
    public void runIdly(Kernel kernel, int calls) {
        for (int call = 0; call < calls; call++) {
            kernel.run(arrays, offsets, sizes, uniforms, totals, 0, 0);
            kernel.callParts(arrays, offsets, sizes);
        }
    }

    /** Runs a kernel that computes one element at a time over a few short rows. */
    void runByElement(Kernel kernel) {
        kernel.run(arrays, offsets, shortSizes, uniforms, totals, 0, rowsByElement);
    }
}
