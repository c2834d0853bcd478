package org.losses4j.djl.internal.array;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.losses4j.tensor.Shape;

/** Converts shapes between DJL and the core. */
public final class DjlShapes {
    private DjlShapes() {}

    public static Shape of(NDArray array) {
        if (array.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A loss takes arrays of up to " + Integer.MAX_VALUE + " elements, got "
                    + array.getShape() + "; split the batch");
        }
        ai.djl.ndarray.types.Shape shape = array.getShape();
        int[] extents = new int[shape.dimension()];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = Math.toIntExact(shape.get(axis));
        }
        return Shape.of(extents);
    }

    public static ai.djl.ndarray.types.Shape toDjl(Shape shape) {
        return new ai.djl.ndarray.types.Shape(
                Arrays.stream(shape.toArray()).mapToLong(extent -> extent).toArray());
    }
}
