package org.losses4j.engine.internal.plan;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Access;

/**
 * How a kernel reaches one tensor.
 *
 * @param access which tensor, and what its axes mean; null for a buffer that only the kernel uses
 * @param target whether it is written
 * @param outer its strides along the dimensions outside the kernel
 * @param row its stride along the kernel's rows, in memory
 * @param along its places along the walked axes, relative to the row's; null where it does not change along any
 * @param contiguous whether those places are neighbours, in order
 * @param bytes whether the kernel reaches it as bytes; if not, in an array
 * @param packed whether it is copied into a tile, which then is what the kernel reaches
 * @param kernelRow the stride along rows that the kernel sees
 * @param kernelAxis the stride along the walked axes that the kernel sees
 * @param tile the number of elements of the tile or buffer; 0 if there is none
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

    /** A buffer of {@code length} elements that lies the same for each row. */
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
