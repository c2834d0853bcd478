package org.losses4j;

import java.util.Arrays;
import java.util.Optional;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Whether the values of an objective's inputs are allowed, where a role says which are. */
final class ValueChecks {
    private ValueChecks() {}

    static void check(LossObjective objective, Inputs given) {
        Inputs inputs = Inputs.of(Roles.canonical(objective, given.asMap()));
        check(objective, new Shapes(inputs.shapes()), inputs);
        objective.loss().valueCheck().ifPresent(more -> more.accept(inputs));
    }

    /** Checks inputs that may lack some of those that the shapes are of. */
    static void check(LossObjective objective, Shapes shapes, Inputs inputs) {
        Optional<Tensor> mask = inputs.find(Role.MASK);
        for (Role role : objective.roles()) {
            AllowedValues allowed = objective.loss().values(role, shapes);
            Optional<Tensor> tensor = inputs.find(role.name());
            if (tensor.isPresent() && !allowed.any()) {
                check(objective.name(), role.name(), allowed, tensor.get(), mask);
            }
        }
        checkFixed(objective, shapes);
    }

    /** Checks the numbers that belong to the objective. */
    static void checkFixed(LossObjective objective, Shapes shapes) {
        objective.fixed().forEach((role, numbers) -> {
            AllowedValues allowed = objective
                    .loss()
                    .values(Roles.find(objective.name(), objective.loss().roles(), role), shapes);
            numbers.stream()
                    .filter(number -> !allowed.allow(number))
                    .findFirst()
                    .ifPresent(number -> {
                        throw violation(objective.name(), role, allowed, number, "");
                    });
        });
    }

    /** Checks one input, but for what is masked. */
    static void check(String loss, String role, AllowedValues allowed, Tensor tensor, Optional<Tensor> mask) {
        double[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            if (!allowed.allow(values[i]) && !masked(role, i, tensor.shape(), mask)) {
                throw violation(loss, role, allowed, values[i], " at " + position(i, tensor.shape()));
            }
        }
    }

    private static IllegalArgumentException violation(
            String loss, String role, AllowedValues allowed, double got, String where) {
        return new IllegalArgumentException(loss + ": the input '" + role + "' must be " + allowed.wanted() + ", got "
                + (got == Math.rint(got) && Math.abs(got) < 1e9 ? Long.toString((long) got) : Double.toString(got))
                + where + (allowed.fix().isEmpty() ? "" : "; " + allowed.fix()));
    }

    /** Whether the element is of a unit that is masked out; looked at only when something is wrong with it. */
    private static boolean masked(String role, int index, Shape shape, Optional<Tensor> mask) {
        if (mask.isEmpty()
                || role.equals(Role.MASK)
                || role.equals(Role.CLASS_WEIGHTS)
                || role.equals(Role.POS_WEIGHT)) {
            return false;
        }
        Shape units = mask.get().shape().trimmed();
        if (units.rank() > shape.rank()) {
            return false;
        }
        int[] at = coordinates(index, shape);
        int element = 0;
        for (int axis = 0; axis < units.rank(); axis++) {
            element = element * units.extent(axis) + (units.extent(axis) == 1 ? 0 : at[axis]);
        }
        return mask.get().toArray()[element] == 0;
    }

    private static String position(int index, Shape shape) {
        return Arrays.toString(coordinates(index, shape));
    }

    private static int[] coordinates(int index, Shape shape) {
        int[] at = new int[shape.rank()];
        int rest = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            at[axis] = rest % shape.extent(axis);
            rest /= shape.extent(axis);
        }
        return at;
    }
}
