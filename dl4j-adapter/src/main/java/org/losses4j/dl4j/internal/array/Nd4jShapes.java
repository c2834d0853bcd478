package org.losses4j.dl4j.internal.array;

import java.util.Arrays;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Converts shapes between ND4J and the core. */
public final class Nd4jShapes {
    private Nd4jShapes() {}

    public static Shape of(INDArray array) {
        return of(array.shape());
    }

    public static Shape of(long[] extents) {
        return Shape.of(Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
    }

    public static long[] toArray(Shape shape) {
        return Arrays.stream(shape.toArray()).asLongStream().toArray();
    }
}
