package org.losses4j.engine.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/** The memory of a tensor that a program reads or writes: an array or buffer, and the offset in it at which the tensor begins. */
public final class Elements {
    private final Object storage;
    private final @Nullable ByteBuffer bytes;
    private final int offset;

    private Elements(Object storage, int offset) {
        this(storage, null, offset);
    }

    private Elements(Object storage, @Nullable ByteBuffer bytes, int offset) {
        this.storage = storage;
        this.bytes = bytes;
        this.offset = offset;
    }

    public static Elements of(float[] array, int offset) {
        return new Elements(array, offset);
    }

    public static Elements of(double[] array, int offset) {
        return new Elements(array, offset);
    }

    /** Memory in a buffer; the offset counts from index 0, whatever the buffer's position is. */
    public static Elements of(FloatBuffer buffer, int offset) {
        return new Elements(buffer, offset);
    }

    /** Memory in a buffer; the offset counts from index 0, whatever the buffer's position is. */
    public static Elements of(DoubleBuffer buffer, int offset) {
        return new Elements(buffer, offset);
    }

    /**
     * Memory in a byte buffer, read in the machine's own byte order, whatever the buffer's order is.
     *
     * @param precision the type of the elements
     * @param offset in elements; it counts from index 0, whatever the buffer's position is
     */
    public static Elements of(ByteBuffer buffer, Precision precision, int offset) {
        ByteBuffer bytes = buffer.duplicate().position(0).order(ByteOrder.nativeOrder());
        return precision == Precision.FLOAT64
                ? new Elements(bytes.asDoubleBuffer(), bytes, offset)
                : new Elements(bytes.asFloatBuffer(), bytes, offset);
    }

    /** New memory for tensors with these layouts: for each, zeros in a byte buffer. */
    public static List<Elements> zeros(Collection<Layout> layouts, Precision precision) {
        int width = precision == Precision.FLOAT64 ? Double.BYTES : Float.BYTES;
        return layouts.stream()
                .map(layout -> ByteBuffer.allocateDirect(Math.multiplyExact(layout.span(), width)))
                .map(bytes -> of(bytes.order(ByteOrder.nativeOrder()), precision, 0))
                .toList();
    }

    /** The array, or the buffer as one of floats or doubles. */
    public Object storage() {
        return storage;
    }

    /** The bytes, in the machine's own order; empty if the memory is not a byte buffer. */
    public Optional<ByteBuffer> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** The same memory for a tensor that begins {@code further} elements behind this one. */
    public Elements from(int further) {
        return new Elements(storage, bytes, offset + further);
    }

    /** The index of the tensor's first element. */
    public int offset() {
        return offset;
    }

    /** Whether every element of a tensor with this layout passes a test. */
    public boolean allMatch(Layout layout, DoublePredicate test) {
        return layout.shape().size() == 0 || allMatch(layout, 0, 0, test);
    }

    private boolean allMatch(Layout layout, int axis, int base, DoublePredicate test) {
        int rank = layout.shape().rank();
        if (axis == rank) {
            return test.test(get(base));
        }
        int extent = layout.shape().extent(axis);
        int stride = layout.strides().get(axis);
        boolean last = axis == rank - 1;
        for (int i = 0; i < extent; i++) {
            int place = base + i * stride;
            if (!(last ? test.test(get(place)) : allMatch(layout, axis + 1, place, test))) {
                return false;
            }
        }
        return true;
    }

    /** The elements of a tensor with this layout, in row-major order. */
    public double[] toArray(Layout layout) {
        double[] values = new double[layout.shape().size()];
        if (layout.strides().equals(Layout.rowMajor(layout.shape()).strides())) {
            copyTo(values);
            return values;
        }
        int[] count = {0};
        allMatch(layout, value -> {
            values[count[0]++] = value;
            return true;
        });
        return values;
    }

    /** Copies the elements from the offset on, as many as {@code values} holds. */
    public void copyTo(double[] values) {
        if (storage instanceof double[] doubles) {
            System.arraycopy(doubles, offset, values, 0, values.length);
        } else if (storage instanceof DoubleBuffer doubles) {
            doubles.get(offset, values);
        } else if (storage instanceof float[] floats) {
            for (int i = 0; i < values.length; i++) {
                values[i] = floats[offset + i];
            }
        } else {
            FloatBuffer floats = (FloatBuffer) storage;
            for (int i = 0; i < values.length; i++) {
                values[i] = floats.get(offset + i);
            }
        }
    }

    /** The element {@code index} elements behind the offset. */
    public double get(int index) {
        int at = offset + index;
        if (storage instanceof float[] floats) {
            return floats[at];
        }
        if (storage instanceof double[] doubles) {
            return doubles[at];
        }
        return storage instanceof FloatBuffer floats ? floats.get(at) : ((DoubleBuffer) storage).get(at);
    }

    /** Sets the element {@code index} elements behind the offset. */
    public void put(int index, double value) {
        int at = offset + index;
        if (storage instanceof float[] floats) {
            floats[at] = (float) value;
        } else if (storage instanceof double[] doubles) {
            doubles[at] = value;
        } else if (storage instanceof FloatBuffer floats) {
            floats.put(at, (float) value);
        } else {
            ((DoubleBuffer) storage).put(at, value);
        }
    }

    /**
     * Checks that a tensor with this layout fits into the memory.
     *
     * @param name the tensor's name, for the error
     * @param layout where the tensor's elements are
     * @param span the layout's {@link Layout#span}, known to the caller because it takes long to compute
     * @param precision the type that the elements must have
     * @throws IllegalArgumentException if the memory is of another kind or precision, or too small
     */
    public void require(String name, Layout layout, int span, Precision precision) {
        if (!isOf(layout.storage(), precision)) {
            throw new IllegalArgumentException("The memory of " + name + " is a "
                    + storage.getClass().getSimpleName() + ", but the program was compiled for " + precision + " in "
                    + layout.storage());
        }
        if (offset < 0 || length() - offset < span) {
            throw new IllegalArgumentException("The memory of " + name + " holds " + length() + " elements, wanted "
                    + span + " from offset " + offset);
        }
    }

    private boolean isOf(Layout.Storage kind, Precision precision) {
        boolean array = storage instanceof float[] || storage instanceof double[];
        boolean wide = storage instanceof double[] || storage instanceof DoubleBuffer;
        Layout.Storage held =
                array ? Layout.Storage.ARRAY : bytes == null ? Layout.Storage.BUFFER : Layout.Storage.BYTES;
        return held == kind && wide == (precision == Precision.FLOAT64);
    }

    private int length() {
        if (storage instanceof float[] floats) {
            return floats.length;
        }
        if (storage instanceof double[] doubles) {
            return doubles.length;
        }
        return storage instanceof FloatBuffer floats ? floats.limit() : ((DoubleBuffer) storage).limit();
    }
}
