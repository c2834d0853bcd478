package org.losses4j.dl4j.internal.array;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** Views arrays of layers, [N, C, …] or [N, …, C], with their channels last, [N, …, C], as losses read them, and back. */
public final class ChannelsLast {
    private ChannelsLast() {}

    /** A view [N, …, C] of a layer's array, which is [N, C, …] unless {@code already} is true. */
    public static INDArray of(INDArray array, boolean already) {
        if (already || array.rank() < 3) {
            return array;
        }
        int[] order = new int[array.rank()];
        for (int axis = 1; axis < order.length - 1; axis++) {
            order[axis] = axis + 1;
        }
        order[order.length - 1] = 1;
        return array.permute(order);
    }

    /** A view of {@code array}, [N, …, C], in the layer's order: [N, C, …] unless {@code already} is true. */
    public static INDArray back(INDArray array, boolean already) {
        if (already || array.rank() < 3) {
            return array;
        }
        return array.permute(backOrder(array.rank()));
    }

    /** The order of axes that {@link #back} gives an array of at least three: 0, the last, 1, 2, … */
    public static int[] backOrder(int rank) {
        int[] order = new int[rank];
        order[1] = rank - 1;
        for (int axis = 2; axis < rank; axis++) {
            order[axis] = axis - 1;
        }
        return order;
    }

    /** An array [N, …, C] as a row-major matrix, [N · …, C], to be read: a view of its memory where that is possible, else a copy. */
    public static INDArray matrix(INDArray array) {
        boolean dense = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        INDArray memory = dense ? array : array.dup('c');
        return array.rank() == 2 ? memory : memory.reshape('c', memory.length() / memory.size(-1), memory.size(-1));
    }

    /** A row-major copy of an array [N, …, C] as a matrix, [N · …, C]. */
    public static INDArray rows(INDArray array) {
        INDArray copy = array.dup('c');
        return array.rank() == 2 ? copy : copy.reshape('c', copy.length() / copy.size(-1), copy.size(-1));
    }

    /** The matrix {@code rows} with the leading axes of {@code like}. */
    public static INDArray unrows(INDArray rows, INDArray like) {
        long[] shape = like.shape().clone();
        shape[shape.length - 1] = rows.size(1);
        return rows.reshape('c', shape);
    }
}
