package org.losses4j.engine.memory;

import java.util.Arrays;
import java.util.List;
import org.losses4j.tensor.Shape;

/**
 * Where the elements of a tensor lie in memory.
 *
 * @param shape the tensor's shape
 * @param strides for each axis, the distance between neighbours, in elements; not negative
 * @param storage the kind of memory that holds the elements
 */
public record Layout(Shape shape, List<Integer> strides, Storage storage) {

    /** The kind of memory that holds the elements. */
    public enum Storage {
        /** A Java array, which is read and written in place. */
        ARRAY,
        /** An NIO buffer of floats or doubles, copied through a tile that fits into the cache. */
        BUFFER,
        /**
         * A byte buffer in the machine's own order, best a direct one. Programs with vectors read and write it in place,
         * except on Java 20 and 21; there, and in scalar programs, it is copied as a {@link #BUFFER} is.
         */
        BYTES
    }

    public Layout {
        strides = List.copyOf(strides);
        if (strides.size() != shape.rank()) {
            throw new IllegalArgumentException(
                    "The shape " + shape + " wants " + shape.rank() + " strides, got " + strides);
        }
        for (int stride : strides) {
            if (stride < 0) {
                throw new IllegalArgumentException("Strides cannot be negative, got " + strides);
            }
        }
    }

    /** A row-major layout in an array: the last axis is contiguous. */
    public static Layout rowMajor(Shape shape) {
        Integer[] strides = new Integer[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(1, shape.extent(axis));
        }
        return new Layout(shape, Arrays.asList(strides), Storage.ARRAY);
    }

    /** A column-major layout in an array: the first axis is contiguous. */
    public static Layout columnMajor(Shape shape) {
        Integer[] strides = new Integer[shape.rank()];
        int stride = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            strides[axis] = stride;
            stride *= Math.max(1, shape.extent(axis));
        }
        return new Layout(shape, Arrays.asList(strides), Storage.ARRAY);
    }

    /** The same shape and strides in another kind of memory. */
    public Layout in(Storage storage) {
        return new Layout(shape, strides, storage);
    }

    /** The number of elements that the memory must hold from the offset on. */
    public int span() {
        if (shape.size() == 0) {
            return 0;
        }
        int last = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape.extent(axis) - 1, strides.get(axis)));
        }
        return Math.addExact(last, 1);
    }
}
