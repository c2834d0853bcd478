package org.losses4j.djl.internal.array;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.losses4j.tensor.Shape;

/**
 * Hands gradients that are known already to the inputs of a value that is known already: as a product of input and
 * gradient, whose own value is then overwritten by the right one without autograd recording it. Unlike s − stop(s) + value,
 * this works for infinite inputs.
 *
 * @param value the shape of the value
 * @param axes for each input with a gradient, the axes to sum its product over
 */
public record GradientCarrier(Shape value, List<int[]> axes) {

    /** The shape of an array that holds a gradient of {@code shape}, with the least to do before it is carried. */
    public ai.djl.ndarray.types.Shape arrayOf(Shape shape) {
        return value.rank() == 0 ? new ai.djl.ndarray.types.Shape(shape.size()) : DjlShapes.toDjl(shape);
    }

    /**
     * The value, carrying the gradients; in the manager of {@code first}.
     *
     * @param inputs with gradients, of one type and on one device
     * @param gradients in the order of the inputs, contiguous, of their shapes
     */
    public NDArray carry(NDArray first, List<NDArray> inputs, List<NDArray> gradients, double[] result) {
        return carryShaped(
                first,
                inputs.stream().map(this::shaped).toList(),
                gradients.stream().map(this::shaped).toList(),
                result);
    }

    /** An array of an input's shape in that of {@link #arrayOf}; gradients flow through it. */
    public NDArray shaped(NDArray array) {
        return value.rank() == 0 ? array.flatten() : array;
    }

    /** What {@link #carry} does, for inputs and gradients that are {@link #shaped}. */
    public NDArray carryShaped(NDArray first, List<NDArray> inputs, List<NDArray> gradients, double[] result) {
        if (inputs.isEmpty()) {
            return OwnedArrays.create(first, result, value);
        }
        NDArray carrying = product(inputs.get(0), gradients.get(0), axes.get(0));
        for (int i = 1; i < inputs.size(); i++) {
            carrying = carrying.add(product(inputs.get(i), gradients.get(i), axes.get(i)));
        }
        OwnedArrays.overwrite(carrying, result, value);
        return carrying;
    }

    private NDArray product(NDArray input, NDArray gradient, int[] summed) {
        if (value.rank() == 0) {
            return input.dot(gradient);
        }
        // A product has the strides of its factor; if that is a view, the product could not be overwritten.
        NDArray product = input.flatten().reshape(input.getShape()).mul(gradient);
        return summed.length == 0 ? product : product.sum(summed, false);
    }
}
