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
 * Where in memory an input lies, for executions that read memory as it lies: its axes in any order, gaps between its
 * elements, something in front of it. What is not the tensor's is NaN, so that whoever reads it shows it.
 *
 * @param order the axes from the outermost in memory to the innermost
 * @param gap how far apart neighbours on the innermost axis are; 1 if dense
 * @param offset how many elements lie in front of the first
 * @param storage what holds the elements, where an execution has the choice
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

    /** Row-major and dense, in an array of its own. */
    public static Placement rowMajor(int rank) {
        return new Placement(axes(rank), 1, 0, Layout.Storage.ARRAY);
    }

    /**
     * A placement of plain values, as case files have them: {@code order, gap, offset, storage}.
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

    /** The layout of a tensor of this shape behind the offset. */
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

    /** How many elements the memory of a tensor of this shape has, offset and gaps included. */
    public int length(Shape shape) {
        return offset + shape.size() * gap;
    }

    /** The memory that holds a tensor so. */
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
     * The tensor that lies so in {@code memory}.
     *
     * @throws IllegalStateException if something was written where the tensor is not
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
