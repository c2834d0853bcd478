package org.losses4j.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.memory.Layout;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The place of an input in memory, for executions that read strided memory: its axes in any order, gaps between its elements,
 * other memory in front of it. Memory that belongs to no element is NaN, so that reading it shows in results.
 *
 * @param order the axes, from the one with the largest stride to the one with the smallest
 * @param gap the distance between neighbours on the innermost axis; 1 if dense
 * @param offset the number of elements in front of the first
 * @param storage the kind of memory, for executions that have the choice
 */
public record Placement(List<Integer> order, int gap, int offset, Layout.Storage storage) {

    public Placement {
        order = List.copyOf(order);
        if (!order.stream().sorted().toList().equals(axes(order.size()))) {
            throw new IllegalArgumentException("An order names each axis once, got " + order);
        }
        if (gap < 1 || offset < 0) {
            throw new IllegalArgumentException("Wanted a gap ≥ 1 and an offset ≥ 0, got " + gap + " and " + offset);
        }
    }

    /** A row-major, dense placement in an array of its own. */
    public static Placement rowMajor(int rank) {
        return new Placement(axes(rank), 1, 0, Layout.Storage.ARRAY);
    }

    /**
     * Reads a placement from a map with the keys of case files: {@code order, gap, offset, storage}.
     *
     * @throws IllegalArgumentException if something is missing or malformed
     */
    public static Placement fromMap(Map<String, ?> map) {
        if (!map.keySet().equals(Set.of("order", "gap", "offset", "storage"))
                || !(map.get("order") instanceof List<?> order)) {
            throw new IllegalArgumentException("a placement has order, gap, offset and storage, got " + map);
        }
        return new Placement(
                order.stream().map(Placement::whole).toList(),
                whole(map.get("gap")),
                whole(map.get("offset")),
                storage(String.valueOf(map.get("storage"))));
    }

    private static int whole(@Nullable Object value) {
        if (value instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException("a placement is made of whole numbers, got " + value);
    }

    private static Layout.Storage storage(String name) {
        for (Layout.Storage storage : Layout.Storage.values()) {
            if (storage.name().toLowerCase(Locale.ROOT).equals(name)) {
                return storage;
            }
        }
        throw new IllegalArgumentException("a storage is array, buffer or bytes, got " + name);
    }

    private static List<Integer> axes(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    /** The layout of a tensor of this shape, from the offset on. */
    public Layout layout(Shape shape) {
        Integer[] strides = new Integer[shape.rank()];
        int stride = gap;
        for (int i = order.size() - 1; i >= 0; i--) {
            int axis = order.get(i);
            strides[axis] = stride;
            stride *= Math.max(1, shape.extent(axis));
        }
        return new Layout(shape, Arrays.asList(strides), storage);
    }

    /** The number of elements of the memory for a tensor of this shape, offset and gaps included. */
    public int length(Shape shape) {
        return offset + shape.size() * gap;
    }

    /** Copies a tensor into new memory, at this placement. */
    public double[] scatter(Tensor tensor) {
        double[] memory = new double[length(tensor.shape())];
        Arrays.fill(memory, Double.NaN);
        double[] values = tensor.toArray();
        int[] places = places(tensor.shape());
        for (int i = 0; i < values.length; i++) {
            memory[places[i]] = values[i];
        }
        return memory;
    }

    /**
     * Copies a tensor at this placement out of {@code memory}.
     *
     * @throws IllegalStateException if a number other than NaN is in memory that belongs to no element
     */
    public ReferenceTensor gather(double[] memory, Shape shape) {
        double[] values = new double[shape.size()];
        double[] rest = memory.clone();
        int[] places = places(shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = memory[places[i]];
            rest[places[i]] = Double.NaN;
        }
        for (int i = 0; i < rest.length; i++) {
            if (!Double.isNaN(rest[i])) {
                throw new IllegalStateException("Place " + i + " of the memory belongs to no element of " + shape
                        + " placed as " + this + ", but " + rest[i] + " was written there");
            }
        }
        return ReferenceTensor.of(values, shape.toArray());
    }

    private int[] places(Shape shape) {
        List<Integer> strides = layout(shape).strides();
        int[] places = new int[shape.size()];
        int[] at = new int[shape.rank()];
        for (int i = 0; i < places.length; i++) {
            places[i] = offset;
            for (int axis = 0; axis < at.length; axis++) {
                places[i] += at[axis] * strides.get(axis);
            }
            for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.extent(axis); axis--) {
                at[axis] = 0;
            }
        }
        return places;
    }
}
