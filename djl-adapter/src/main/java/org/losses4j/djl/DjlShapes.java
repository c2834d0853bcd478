package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.losses4j.tensor.Shape;

/** Shapes between DJL and the core. */
final class DjlShapes {
    private DjlShapes() {}

    static Shape of(NDArray array) {
        if (array.size() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A loss takes arrays of up to " + Integer.MAX_VALUE + " elements, got "
                    + array.getShape() + "; split the batch");
        }
        long[] extents = array.getShape().getShape();
        return Shape.of(Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
    }

    static ai.djl.ndarray.types.Shape toDjl(Shape shape) {
        return new ai.djl.ndarray.types.Shape(
                Arrays.stream(shape.toArray()).mapToLong(extent -> extent).toArray());
    }
}
