package org.losses4j.engine.memory;

import java.util.Arrays;
import java.util.List;
import org.losses4j.tensor.Shape;

/**
 * Where the elements of a tensor lie in memory.
 *
 * @param shape the extents
 * @param strides for each axis, how far apart neighbours are, in elements; not negative
 * @param storage what holds them
 */
public record Layout(Shape shape, List<Integer> strides, Storage storage) {

    /** What holds the elements. */
    public enum Storage {
        /** A Java array, which is read and written in place. */
        ARRAY,
        /** An NIO buffer of floats or doubles, which is read and written a cache-resident tile at a time. */
        BUFFER,
        /**
         * A byte buffer in the machine's own order, best a direct one. Vectors are read and written in place where the
         * JVM can, which all but Java 20 and 21 do; elsewhere it is as {@link #BUFFER}.
         */
        BYTES
    }

    public Layout {
        strides = List.copyOf(strides);
        if (strides.size() != shape.rank()) {
            throw new IllegalArgumentException(
                    "The shape " + shape + " wants " + shape.rank() + " strides, got " + strides);
        }
        if (strides.stream().anyMatch(stride -> stride < 0)) {
            throw new IllegalArgumentException("Strides cannot be negative, got " + strides);
        }
    }

    /** Row-major, the last axis contiguous, in an array. */
    public static Layout rowMajor(Shape shape) {
        Integer[] strides = new Integer[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(1, shape.extent(axis));
        }
        return new Layout(shape, Arrays.asList(strides), Storage.ARRAY);
    }

    /** Column-major, the first axis contiguous, in an array. */
    public static Layout columnMajor(Shape shape) {
        Integer[] strides = new Integer[shape.rank()];
        int stride = 1;
        for (int axis = 0; axis < shape.rank(); axis++) {
            strides[axis] = stride;
            stride *= Math.max(1, shape.extent(axis));
        }
        return new Layout(shape, Arrays.asList(strides), Storage.ARRAY);
    }

    /** The same places, held by something else. */
    public Layout in(Storage storage) {
        return new Layout(shape, strides, storage);
    }

    /** How many elements the memory must hold behind the offset. */
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
