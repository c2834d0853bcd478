package org.losses4j.conformance.fuzz;

import java.util.stream.IntStream;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Takes parts of tensors along an axis, and puts them back. */
final class Slices {
    private Slices() {}

    /** The elements of a tensor at some indices of an axis, in their order. */
    static ReferenceTensor take(Tensor tensor, int axis, int[] indices) {
        Shape shape = tensor.shape();
        Shape taken = shape.with(axis, indices.length);
        double[] values = tensor.toArray();
        double[] result = new double[taken.size()];
        int inner = inner(shape, axis);
        int extent = shape.extent(axis);
        for (int i = 0; i < result.length; i++) {
            int at = i / inner % indices.length;
            int outer = i / (inner * indices.length);
            result[i] = values[(outer * extent + indices[at]) * inner + i % inner];
        }
        return ReferenceTensor.of(result, taken.toArray());
    }

    /** The reverse of {@link #take}: a tensor with the elements of {@code part} at some indices of an axis, and {@code rest} elsewhere. */
    static ReferenceTensor put(Tensor part, int axis, int[] indices, Shape whole, double rest) {
        double[] values = part.toArray();
        double[] result = new double[whole.size()];
        java.util.Arrays.fill(result, rest);
        int inner = inner(whole, axis);
        int extent = whole.extent(axis);
        for (int i = 0; i < values.length; i++) {
            int at = i / inner % indices.length;
            int outer = i / (inner * indices.length);
            result[(outer * extent + indices[at]) * inner + i % inner] = values[i];
        }
        return ReferenceTensor.of(result, whole.toArray());
    }

    private static int inner(Shape shape, int axis) {
        return IntStream.range(axis + 1, shape.rank()).map(shape::extent).reduce(1, (a, b) -> a * b);
    }
}
