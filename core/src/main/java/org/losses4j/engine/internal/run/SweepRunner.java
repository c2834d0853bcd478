package org.losses4j.engine.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.codegen.KernelSizes;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;

/**
 * Runs one sweep over its blocks of rows. Each block has sums of its own, which are added in the order of the blocks, so that
 * results depend neither on the number of threads nor on their timing.
 */
public final class SweepRunner {
    private static final Object[] NO_TILES = {};

    private final SweepPlan plan;
    private final MemoryPlan memoryPlan;
    private final Precision precision;
    private final int lanes;
    private final SweepKernels kernels;
    private final int blocksInRow;
    private final int blocks;
    private final long work;
    private final int[] sizes;
    private final boolean hasTiles;
    /** For each call an array for each slot, of length 0 where it needs none. */
    private final MemoryPool<Object[]> pool = new MemoryPool<>();

    public SweepRunner(SweepPlan plan, Precision precision, SweepKernels kernels) {
        this.plan = plan;
        this.memoryPlan = plan.memoryPlan();
        this.precision = precision;
        this.lanes = memoryPlan.lanes();
        this.kernels = kernels;
        this.sizes = KernelSizes.of(plan);
        boolean tiles = false;
        for (Slot slot : memoryPlan.slots()) {
            tiles |= slot.tile() > 0;
        }
        this.hasTiles = tiles;
        this.blocksInRow = (memoryPlan.rowExtent() + memoryPlan.block() - 1) / memoryPlan.block();
        int outer = 1;
        for (int extent : memoryPlan.outerExtents()) {
            outer = Math.multiplyExact(outer, extent);
        }
        this.blocks = Math.multiplyExact(outer, blocksInRow);
        long perRow = 0;
        for (RowWalks.Walk walk : plan.rowWalks().walks()) {
            perRow += memoryPlan.length(walk.group());
        }
        this.work = (long) outer * memoryPlan.rowExtent() * Math.max(1, perRow);
    }

    public int blocks() {
        return blocks;
    }

    public SweepPlan plan() {
        return plan;
    }

    /** The approximate number of elements that the sweep visits, over all walks. */
    public long work() {
        return work;
    }

    /** The tensor of each slot; null for buffers. */
    List<@Nullable Access> accesses() {
        List<@Nullable Access> accesses = new ArrayList<>();
        for (Slot slot : memoryPlan.slots()) {
            accesses.add(slot.access());
        }
        return accesses;
    }

    /**
     * Computes the blocks {@code from} to {@code to} − 1.
     *
     * @param elements the memory of each slot; null for buffers
     * @param uniforms the numbers that are the same for the whole batch
     * @param sums receives the sums over the rows of each block: for each block, one number for each total
     */
    public void run(int from, int to, @Nullable Elements[] elements, double[] uniforms, double[] sums) {
        if (!hasTiles) {
            run(from, to, elements, NO_TILES, uniforms, sums);
            return;
        }
        Object[] tiles = pool.take(this::tiles);
        try {
            run(from, to, elements, tiles, uniforms, sums);
        } finally {
            pool.giveBack(tiles);
        }
    }

    private Object[] tiles() {
        return memoryPlan.slots().stream()
                .map(slot -> Tiles.array(precision, slot.tile()))
                .toArray();
    }

    private void run(
            int from, int to, @Nullable Elements[] elements, Object[] tiles, double[] uniforms, double[] sums) {
        int count = elements.length;
        Object[] arrays = new Object[count];
        for (int i = 0; i < count; i++) {
            Slot slot = memoryPlan.slots().get(i);
            arrays[i] = slot.tile() > 0
                    ? tiles[i]
                    : slot.bytes()
                            ? ByteAccess.here()
                                    .orElseThrow()
                                    .of(elements[i].bytes().orElseThrow())
                            : elements[i].storage();
        }
        int totals = plan.sweep().totals().size();
        int[] bases = new int[count];
        int[] offsets = new int[count];
        double[] blockSums = new double[totals];
        for (int block = from; block < to; block++) {
            int first = block % blocksInRow * memoryPlan.block();
            int rows = Math.min(memoryPlan.block(), memoryPlan.rowExtent() - first);
            place(block / blocksInRow, first, elements, bases, offsets);
            copyTiles(elements, arrays, bases, rows, true);
            Arrays.fill(blockSums, 0);
            run(arrays, offsets, uniforms, blockSums, rows);
            copyTiles(elements, arrays, bases, rows, false);
            System.arraycopy(blockSums, 0, sums, block * totals, totals);
        }
    }

    private void run(Object[] arrays, int[] offsets, double[] uniforms, double[] sums, int rows) {
        Kernel vectors = kernels.vectors();
        int whole = vectors == null ? 0 : rows - rows % lanes;
        if (vectors != null && whole > 0) {
            vectors.run(arrays, offsets, sizes, uniforms, sums, 0, whole);
        }
        if (whole < rows) {
            kernels.rest().run(arrays, offsets, sizes, uniforms, sums, whole, rows);
        }
    }

    /** Sets the index of a block's first row: in each tensor's memory (bases), and in the memory that the kernel is given (offsets). */
    private void place(int outer, int first, Elements[] elements, int[] bases, int[] offsets) {
        int[] extents = memoryPlan.outerExtents();
        for (int i = 0; i < bases.length; i++) {
            Slot slot = memoryPlan.slots().get(i);
            int place = slot.access() == null ? 0 : elements[i].offset() + first * slot.row();
            int position = outer;
            for (int dimension = extents.length - 1; dimension >= 0; dimension--) {
                place += position % extents[dimension] * slot.outer()[dimension];
                position /= extents[dimension];
            }
            bases[i] = place;
            offsets[i] = slot.tile() > 0 ? 0 : place;
        }
    }

    private void copyTiles(Elements[] elements, Object[] arrays, int[] bases, int rows, boolean toTile) {
        for (int i = 0; i < bases.length; i++) {
            Slot slot = memoryPlan.slots().get(i);
            if (slot.packed() && slot.target() != toTile) {
                Tiles.copy(slot, elements[i], bases[i], arrays[i], rows, toTile);
            }
        }
    }
}
