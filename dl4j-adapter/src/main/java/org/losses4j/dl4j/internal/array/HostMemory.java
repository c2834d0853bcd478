package org.losses4j.dl4j.internal.array;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The place in the host's memory of the elements of FLOAT or DOUBLE arrays of one shape.
 *
 * @param layout the shape and strides
 * @param type the type of the elements
 * @param bytes the number of bytes from the first element to the end of the last
 */
public record HostMemory(Layout layout, DataType type, int bytes) {

    /** Whether arrays are in the memory of the host. */
    public static boolean present() {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU;
    }

    /**
     * The place of the elements of {@code array}; empty if it has another type, no elements, negative strides, or too many
     * bytes for a buffer.
     */
    public static Optional<HostMemory> of(INDArray array) {
        DataType type = array.dataType();
        if ((type != DataType.FLOAT && type != DataType.DOUBLE) || array.isEmpty()) {
            return Optional.empty();
        }
        long[] shape = array.shape();
        long[] steps = array.stride();
        List<Integer> strides = new ArrayList<>();
        long last = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            // Nothing is stepped over along an axis of 1, and ND4J may have any number there.
            long stride = shape[axis] == 1 ? 0 : steps[axis];
            last += (shape[axis] - 1) * stride;
            if (stride < 0 || (last + 1) * type.width() > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            strides.add((int) stride);
        }
        Layout layout = new Layout(Nd4jShapes.of(array), strides, Layout.Storage.BYTES);
        return Optional.of(new HostMemory(layout, type, (int) (last + 1) * type.width()));
    }

    /** The place of the elements of an array yet to be made, row-major ('c') or column-major ('f'). */
    public static HostMemory ofNew(Shape shape, char order, DataType type) {
        Layout dense = order == 'f' ? Layout.columnMajor(shape) : Layout.rowMajor(shape);
        return new HostMemory(dense.in(Layout.Storage.BYTES), type, Math.multiplyExact(shape.size(), type.width()));
    }

    /**
     * The elements of an array in this place. Use them for one call only: they do not keep the array alive, and a workspace
     * gives its memory to other arrays.
     */
    public Elements elements(INDArray array) {
        ByteBuffer buffer = bytes(array, bytes);
        return Elements.of(buffer, type == DataType.DOUBLE ? Precision.FLOAT64 : Precision.FLOAT32, 0);
    }

    /** Whether every element of an array, of whatever type and order, passes a test. */
    public static boolean allMatch(INDArray array, DoublePredicate test) {
        Optional<HostMemory> memory = present() ? of(array) : Optional.empty();
        if (memory.isEmpty()) {
            return array.isEmpty()
                    || Arrays.stream(array.dup('c').data().asDouble()).allMatch(test);
        }
        try {
            return memory.get().elements(array).allMatch(memory.get().layout(), test);
        } finally {
            Reference.reachabilityFence(array);
        }
    }

    /** Whether the elements of an array lie side by side, without gaps and each only once, and fit into a buffer. */
    static boolean inOnePiece(INDArray array) {
        long width = array.dataType().width();
        long last = 0;
        for (int axis = 0; axis < array.rank(); axis++) {
            last += (array.shape()[axis] - 1) * array.stride(axis);
        }
        return width > 0 && last == array.length() - 1 && array.length() * width <= Integer.MAX_VALUE;
    }

    /** The bytes of an array in one piece, to be used for one call only like {@link #elements}. */
    static ByteBuffer bytes(INDArray array) {
        return bytes(array, array.length() * array.dataType().width());
    }

    @SuppressWarnings("resource") // the pointer owns no memory
    private static ByteBuffer bytes(INDArray array, long length) {
        long first = array.offset() * array.dataType().width();
        return new PagedPointer(array.data().pointer(), length, first)
                .asBytePointer()
                .asByteBuffer();
    }
}
