package org.losses4j.engine.internal.codegen;

/** A compiled loop nest over the rows of one block, for all extents of its tensors. */
public interface Kernel {

    /**
     * Computes rows.
     *
     * @param arrays of each slot
     * @param offsets of each slot's first row in its array
     * @param sizes strides and lengths, as {@link KernelSizes} numbers them
     * @param uniforms the numbers known before the pass
     * @param totals what the rows' sums are added to
     * @param from the first row
     * @param to behind the last row
     */
    void run(Object[] arrays, int[] offsets, int[] sizes, double[] uniforms, double[] totals, int from, int to);
}
