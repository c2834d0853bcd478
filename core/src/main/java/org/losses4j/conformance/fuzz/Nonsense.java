package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Puts NaN, infinities and other values into masked elements, where no value may change a result, and now and then into others. */
final class Nonsense {
    private static final double[] ANYTHING = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -7, 1e30};
    private static final Set<String> MASKS = Set.of(Role.MASK, Role.VALID_LENGTHS);
    private static final double[] SHOWN = {Double.NaN, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    private final Random random;

    Nonsense(Random random) {
        this.random = random;
    }

    FuzzCase inMaskedPlaces(FuzzCase given) {
        Map<String, ReferenceTensor> spoilt = new LinkedHashMap<>(given.inputs());
        for (Part part : Part.of(given.objective())) {
            ReferenceTensor mask = part.mask(given);
            if (mask == null) {
                continue;
            }
            Shape first = part.firstShape(given);
            for (Role role : part.objective().roles()) {
                if (!MASKS.contains(role.name()) && !shared(given, part, role)) {
                    spoilt.computeIfPresent(part.name(role), (name, tensor) -> spoilt(part, role, tensor, first, mask));
                }
            }
        }
        return given.with(spoilt);
    }

    /** Whether another loss of the objective reads the input too: there it may not be masked. */
    private static boolean shared(FuzzCase given, Part part, Role role) {
        return Part.of(given.objective()).stream()
                .filter(other -> !other.equals(part))
                .anyMatch(other -> other.outer().containsValue(part.name(role)));
    }

    private ReferenceTensor spoilt(Part part, Role role, ReferenceTensor tensor, Shape first, ReferenceTensor mask) {
        double[] values = tensor.toArray();
        boolean[] masked = masked(part, role, tensor.shape(), first, mask);
        for (int i = 0; i < values.length; i++) {
            if (masked[i] && random.nextInt(3) > 0) {
                values[i] = ANYTHING[random.nextInt(ANYTHING.length)];
            }
        }
        return ReferenceTensor.of(values, tensor.shape().toArray());
    }

    /** For each element of an input, whether it belongs to masked units only. */
    private static boolean[] masked(Part part, Role role, Shape shape, Shape first, ReferenceTensor mask) {
        boolean[] masked = new boolean[shape.size()];
        Shape units = mask.shape().trimmed();
        int[] own = axes(part, role, shape, first);
        int[] ofMask = axes(part, part.objective().role(Role.MASK), mask.shape(), first);
        for (int axis = 0; axis < first.rank(); axis++) {
            if (ofMask[axis] != Part.NONE && own[axis] == Part.NONE) {
                return masked;
            }
        }
        double[] kept = mask.toArray();
        int[] at = new int[shape.rank()];
        for (int i = 0; i < masked.length; i++) {
            int[] inMask = new int[mask.shape().rank()];
            for (int axis = 0; axis < first.rank(); axis++) {
                if (ofMask[axis] != Part.NONE) {
                    inMask[ofMask[axis]] = at[own[axis]];
                }
            }
            int element = 0;
            for (int axis = 0; axis < inMask.length; axis++) {
                element = element * mask.shape().extent(axis) + inMask[axis];
            }
            masked[i] = kept[element] == 0 && units.rank() <= shape.rank();
            for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.extent(axis); axis--) {
                at[axis] = 0;
            }
        }
        return masked;
    }

    private static int[] axes(Part part, Role role, Shape shape, Shape first) {
        int[] axes = new int[first.rank()];
        for (int axis = 0; axis < axes.length; axis++) {
            axes[axis] = part.axisOf(role, shape, first, axis);
        }
        return axes;
    }

    /** The case with NaN or an infinity in one element of an input that allows any number. */
    FuzzCase inTheOpen(FuzzCase given) {
        List<String> open = new ArrayList<>();
        given.objective().roles().stream()
                .filter(role -> role.values().any()
                        && role.extent() != Role.ShapeRule.ROWS
                        && role.extent() != Role.ShapeRule.BATCH
                        && given.inputs().containsKey(role.name()))
                .forEach(role -> open.add(role.name()));
        if (open.isEmpty()) {
            return given;
        }
        String role = open.get(random.nextInt(open.size()));
        ReferenceTensor tensor = given.input(role);
        double[] values = tensor.toArray();
        values[random.nextInt(values.length)] = SHOWN[random.nextInt(SHOWN.length)];
        return given.with(role, ReferenceTensor.of(values, tensor.shape().toArray()));
    }
}
