package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.djl.internal.torchscript.TorchScriptText;
import org.losses4j.tensor.Shape;

/**
 * How a value that is known already hands gradients that are known already to its inputs: as a product of input and
 * gradient, whose own value is then overwritten by the right one behind autograd's back. Unlike s − stop(s) + value, it
 * stands infinite inputs.
 *
 * @param value the shape of the value
 * @param axes for each input with a gradient, the axes to sum its product over
 */
record GradientCarrier(Shape value, List<int[]> axes) {

    /**
     * The carrier of an objective's gradients; empty if they cannot be carried: where the batch is not reduced, an
     * element of the value may only depend on its own slice of the inputs.
     *
     * @param wanted the roles with gradients
     */
    static Optional<GradientCarrier> of(
            Objective objective, Map<String, Shape> shapes, Shape value, List<String> wanted) {
        List<int[]> axes = new ArrayList<>();
        for (String role : wanted) {
            Shape shape = shapes.get(role);
            if (shape == null) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role + "' is missing");
            }
            if (value.rank() == 0) {
                axes.add(all(shape, 0));
                continue;
            }
            Optional<int[]> summed =
                    objective instanceof LossObjective single ? slice(single, role, shape, value) : Optional.empty();
            if (summed.isEmpty()) {
                return Optional.empty();
            }
            axes.add(summed.get());
        }
        return Optional.of(new GradientCarrier(value, axes));
    }

    private static Optional<int[]> slice(LossObjective objective, String role, Shape shape, Shape units) {
        boolean ofUnits = objective.role(role).extent() != Role.ShapeRule.CLASSES
                && !objective.loss().coupled();
        if (!ofUnits) {
            return Optional.empty();
        }
        if (!shape.equals(units) && objective.loss().classAxis().isPresent()) {
            int axis = objective.loss().classAxis().getAsInt();
            boolean exists = axis >= -shape.rank() && axis < shape.rank();
            if (exists && shape.without(axis).equals(units)) {
                return Optional.of(new int[] {shape.axis(axis)});
            }
        }
        return shape.startsWith(units) ? Optional.of(all(shape, units.rank())) : Optional.empty();
    }

    private static int[] all(Shape shape, int from) {
        return IntStream.range(from, shape.rank()).toArray();
    }

    /** Writes the carrier; gives the name of the value that carries. */
    String write(TorchScriptText text, List<String> inputs, List<String> gradients, String result) {
        String carrying = null;
        for (int i = 0; i < inputs.size(); i++) {
            String product = text.line(product(inputs.get(i), gradients.get(i), axes.get(i)));
            carrying = carrying == null ? product : text.line("torch.add(" + carrying + ", " + product + ")");
        }
        if (carrying == null) {
            return result;
        }
        text.line("torch.copy_(torch.detach(" + carrying + "), " + result + ")");
        return carrying;
    }

    /** The shape of an array that holds a gradient of {@code shape}, with the least to do before it is carried. */
    ai.djl.ndarray.types.Shape arrayOf(Shape shape) {
        return value.rank() == 0 ? new ai.djl.ndarray.types.Shape(shape.size()) : DjlShapes.toDjl(shape);
    }

    /**
     * The value, carrying the gradients; in the manager of {@code first}.
     *
     * @param inputs with gradients, of one type and on one device
     * @param gradients in the order of the inputs, contiguous, of their shapes or, where the value is a scalar, flat
     */
    NDArray carry(NDArray first, List<NDArray> inputs, List<NDArray> gradients, double[] result) {
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
            return flat(input).dot(flat(gradient));
        }
        // A product lies in memory as its factor does, and where that is a view it could not be overwritten.
        NDArray product = flat(input).reshape(input.getShape()).mul(gradient);
        return summed.length == 0 ? product : product.sum(summed, false);
    }

    private static NDArray flat(NDArray array) {
        return array.getShape().dimension() == 1 ? array : array.reshape(-1);
    }

    private String product(String input, String gradient, int[] summed) {
        if (value.rank() == 0) {
            return "torch.dot(torch.reshape(" + input + ", [-1]), torch.reshape(" + gradient + ", [-1]))";
        }
        String product = "torch.mul(" + input + ", " + gradient + ")";
        return summed.length == 0
                ? product
                : "torch.sum(" + product + ", " + java.util.Arrays.toString(summed) + ", False)";
    }
}
