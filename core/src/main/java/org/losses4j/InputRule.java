package org.losses4j;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The rule for the values of one input of an objective.
 *
 * @param loss the objective's name, for messages
 * @param role the role of the input
 * @param allowed the values that the input may have
 */
public record InputRule(String loss, String role, AllowedValues allowed) {
    private static final Set<String> UNMASKED =
            Set.of(Role.MASK, Role.VALID_LENGTHS, Role.CLASS_WEIGHTS, Role.POS_WEIGHT);
    private static final int NONE = -1;

    /**
     * Checks the values of the input, except those of masked units.
     *
     * @param tensor the input
     * @param mask the mask of the units, if there is one
     * @throws IllegalArgumentException naming loss, role, the value with its place, what is allowed and the likely fix
     */
    public void check(Tensor tensor, Optional<Tensor> mask) {
        double[] values = tensor.toArray();
        int[] refused = IntStream.range(0, values.length)
                .filter(i -> !allowed.allow(values[i]))
                .toArray();
        double[] kept =
                refused.length == 0 ? new double[0] : mask.map(Tensor::toArray).orElse(new double[0]);
        for (int i : refused) {
            int unit = unit(i, tensor.shape(), mask);
            if (unit == NONE || kept[unit] != 0) {
                throw violation(values[i], " at " + position(i, tensor.shape()));
            }
        }
    }

    /** The error for a value that is not allowed. */
    IllegalArgumentException violation(double got, String where) {
        return new IllegalArgumentException(loss + ": the input '" + role + "' must be " + allowed.wanted() + ", got "
                + (got == Math.rint(got) && Math.abs(got) < 1e9 ? Long.toString((long) got) : Double.toString(got))
                + where + (allowed.fix().isEmpty() ? "" : "; " + allowed.fix()));
    }

    /** The place in the mask of an element whose value is not allowed; NONE if it has no such place. */
    private int unit(int index, Shape shape, Optional<Tensor> mask) {
        if (mask.isEmpty() || UNMASKED.contains(role)) {
            return NONE;
        }
        Shape units = mask.get().shape().trimmed();
        if (units.rank() > shape.rank()) {
            return NONE;
        }
        int[] at = coordinates(index, shape);
        int element = 0;
        for (int axis = 0; axis < units.rank(); axis++) {
            element = element * units.extent(axis) + (units.extent(axis) == 1 ? 0 : at[axis]);
        }
        return element;
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
