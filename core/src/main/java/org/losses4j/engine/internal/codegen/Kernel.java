package org.losses4j.engine.internal.codegen;

/** The compiled loops of one sweep, over the rows of one block, for all extents of its tensors. */
public interface Kernel {

    /**
     * Computes the rows {@code from} to {@code to} − 1 of a block.
     *
     * @param arrays the memory of each slot
     * @param offsets for each slot, the index of the block's first row in its memory
     * @param sizes strides and lengths, as {@link KernelSizes} numbers them
     * @param uniforms the numbers that are the same for the whole batch
     * @param totals the sums over rows; those of these rows are added to them
     * @param from the first row
     * @param to the row behind the last one
     */
    void run(Object[] arrays, int[] offsets, int[] sizes, double[] uniforms, double[] totals, int from, int to);

    /** Calls each method that {@link #run} calls for a row, for no row: HotSpot counts calls to choose what it compiles. */
    default void callParts(Object[] arrays, int[] offsets, int[] sizes) {}
}
