package org.losses4j.engine.internal.plan;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Access;

/**
 * The place of one tensor, or of a buffer, in a kernel's memory. Strides and positions count elements.
 *
 * @param access the tensor and the labels of its axes; null for a buffer that only the kernel uses
 * @param target whether the kernel writes the tensor
 * @param outer the tensor's strides along the dimensions outside the kernel
 * @param row the tensor's stride along the kernel's rows
 * @param along the positions of a row's elements, relative to the first; null if the tensor has one element per row
 * @param contiguous whether these positions are 0, 1, 2, …
 * @param bytes whether the kernel reads and writes bytes; if not, an array
 * @param packed whether the tensor is copied into or out of a tile, which the kernel reads or writes instead
 * @param kernelRow the stride along rows in the memory that the kernel reads or writes
 * @param kernelAxis the stride along the axes within a row in that memory
 * @param tile the number of elements of the tile or buffer; 0 if there is neither
 */
public record Slot(
        @Nullable Access access,
        boolean target,
        int[] outer,
        int row,
        int @Nullable [] along,
        boolean contiguous,
        boolean bytes,
        boolean packed,
        int kernelRow,
        int kernelAxis,
        int tile) {

    /** A buffer of {@code length} elements, {@code stride} apart, that every row uses again. */
    static Slot buffer(int dimensions, int stride, int length) {
        return new Slot(null, false, new int[dimensions], 0, null, false, false, false, 0, stride, length * stride);
    }

    @Override
    public String toString() {
        return access == null
                ? "buffer of " + tile
                : access + (target ? " written" : "") + " rows " + kernelRow + " axis " + kernelAxis
                        + (bytes ? ", bytes" : "")
                        + (packed ? ", by tiles of " + tile : "");
    }
}
