package org.losses4j.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.tensor.Shape;

/**
 * Finds how products of inputs and their gradients become tensors of the shape of an objective's value: by sums over some
 * axes. A framework that differentiates such a product gives the input the gradient that is one of its factors.
 */
public final class CarriedAxes {
    private CarriedAxes() {}

    /**
     * The axes to sum over, for each input with a gradient; empty if products cannot carry the gradients: where the batch is
     * not reduced, an element of the value may only depend on its own slice of the inputs.
     *
     * @param value the shape of the value
     * @param wanted the roles with gradients
     * @throws IllegalArgumentException if one of these inputs is missing
     */
    public static Optional<List<int[]>> of(
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
        return Optional.of(axes);
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
}
