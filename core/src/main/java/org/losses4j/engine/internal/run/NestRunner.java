package org.losses4j.engine.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.plan.Geometry;
import org.losses4j.engine.internal.plan.InPlace;
import org.losses4j.engine.internal.plan.NestPlan;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;

/**
 * Runs one nest over its blocks. Each block leaves its own sums, which are added in the order of the blocks, so that neither
 * the number of threads nor their timing shows in a result.
 */
public final class NestRunner {
    private final NestPlan plan;
    private final Geometry geometry;
    private final Precision precision;
    private final int lanes;
    private final @Nullable Kernel vectors;
    private final Kernel rest;
    private final int blocksInRow;
    private final int blocks;
    private final long work;

    /**
     * A runner.
     *
     * @param vectors for whole vectors of rows; null if the other kernel takes all rows
     */
    public NestRunner(NestPlan plan, Precision precision, int lanes, @Nullable Kernel vectors, Kernel rest) {
        this.plan = plan;
        this.geometry = plan.geometry();
        this.precision = precision;
        this.lanes = lanes;
        this.vectors = vectors;
        this.rest = rest;
        this.blocksInRow = (geometry.rowExtent() + geometry.block() - 1) / geometry.block();
        int outer = Arrays.stream(geometry.outerExtents()).reduce(1, Math::multiplyExact);
        this.blocks = Math.multiplyExact(outer, blocksInRow);
        long perRow = plan.stages().walks().stream()
                .mapToLong(walk -> geometry.length(walk.group()))
                .sum();
        this.work = (long) outer * geometry.rowExtent() * Math.max(1, perRow);
    }

    public int blocks() {
        return blocks;
    }

    public NestPlan plan() {
        return plan;
    }

    /** About how many elements a pass visits. */
    public long work() {
        return work;
    }

    /** The tensor that each slot is of; null for buffers. */
    List<@Nullable Access> accesses() {
        List<@Nullable Access> accesses = new ArrayList<>();
        geometry.slots().forEach(slot -> accesses.add(slot.access()));
        return accesses;
    }

    /**
     * Computes some blocks.
     *
     * @param elements the memory of each slot; none for buffers
     * @param sums a place for each total of each block
     */
    public void run(int from, int to, @Nullable Elements[] elements, double[] uniforms, double[] sums) {
        int count = elements.length;
        Object[] arrays = new Object[count];
        for (int i = 0; i < count; i++) {
            Slot slot = geometry.slots().get(i);
            arrays[i] = slot.tile() > 0
                    ? Tiles.array(precision, slot.tile())
                    : slot.bytes()
                            ? InPlace.here()
                                    .orElseThrow()
                                    .of(elements[i].bytes().orElseThrow())
                            : elements[i].storage();
        }
        int totals = plan.nest().totals().size();
        int[] bases = new int[count];
        int[] offsets = new int[count];
        double[] blockSums = new double[totals];
        for (int block = from; block < to; block++) {
            int first = block % blocksInRow * geometry.block();
            int rows = Math.min(geometry.block(), geometry.rowExtent() - first);
            place(block / blocksInRow, first, elements, bases, offsets);
            copyTiles(elements, arrays, bases, rows, true);
            Arrays.fill(blockSums, 0);
            run(arrays, offsets, uniforms, blockSums, rows);
            copyTiles(elements, arrays, bases, rows, false);
            System.arraycopy(blockSums, 0, sums, block * totals, totals);
        }
    }

    private void run(Object[] arrays, int[] offsets, double[] uniforms, double[] sums, int rows) {
        int whole = vectors == null ? 0 : rows - rows % lanes;
        if (vectors != null && whole > 0) {
            vectors.run(arrays, offsets, uniforms, sums, 0, whole);
        }
        if (whole < rows) {
            rest.run(arrays, offsets, uniforms, sums, whole, rows);
        }
    }

    /** Where the first row of a block is, in each tensor's memory and in what the kernel reaches. */
    private void place(int outer, int first, Elements[] elements, int[] bases, int[] offsets) {
        int[] extents = geometry.outerExtents();
        for (int i = 0; i < bases.length; i++) {
            Slot slot = geometry.slots().get(i);
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
            Slot slot = geometry.slots().get(i);
            if (slot.packed() && slot.target() != toTile) {
                Tiles.copy(slot, elements[i], bases[i], arrays[i], rows, toTile);
            }
        }
    }
}
