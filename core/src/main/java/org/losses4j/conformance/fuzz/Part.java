package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.losses4j.CompositeObjective;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * One loss of an objective: the only one, or a term of a sum.
 *
 * @param objective the loss with its reductions
 * @param outer the names in the whole objective, by the loss's own names of its roles
 */
record Part(LossObjective objective, Map<String, String> outer) {
    static final int NONE = -1;

    /** The losses that an objective is made of. */
    static List<Part> of(Objective objective) {
        List<Part> parts = new ArrayList<>();
        collect(objective, Map.of(), parts);
        return parts;
    }

    /** A part for an objective of one loss by itself, whose roles have their own names. */
    static Part alone(LossObjective objective) {
        return new Part(objective, Map.of());
    }

    private static void collect(Objective objective, Map<String, String> outer, List<Part> parts) {
        if (objective instanceof LossObjective single) {
            Map<String, String> named = new LinkedHashMap<>();
            single.roles().forEach(role -> named.put(role.name(), outer.getOrDefault(role.name(), role.name())));
            parts.add(new Part(single, named));
            return;
        }
        for (CompositeObjective.Term term : ((CompositeObjective) objective).terms()) {
            Map<String, String> named = new LinkedHashMap<>();
            term.objective().roles().forEach(role -> {
                String middle = term.renamed().getOrDefault(role.name(), role.name());
                named.put(role.name(), outer.getOrDefault(middle, middle));
            });
            collect(term.objective(), named, parts);
        }
    }

    String name(Role role) {
        return Objects.requireNonNull(outer.get(role.name()));
    }

    /** The first role, from whose shape all others follow. */
    Role first() {
        return objective.loss().roles().get(0);
    }

    Shape firstShape(FuzzCase given) {
        return Objects.requireNonNull(given.inputs().get(name(first())), "no " + name(first()))
                .shape();
    }

    /** The shape of the unreduced loss, to which weights and masks are aligned. */
    Shape units(Shape first) {
        return objective.units(first);
    }

    /** The class axis of the first role; NONE if the loss has none. */
    int classAxis(Shape first) {
        return objective.loss().classAxis().isPresent()
                ? first.axis(objective.loss().classAxis().getAsInt())
                : NONE;
    }

    /** The axis of the first role along which a role has one number for each class: the class axis; the last one if there is none. */
    int labelAxis(Shape first) {
        return classAxis(first) == NONE ? first.rank() - 1 : classAxis(first);
    }

    /** The axis of a role's tensor that corresponds to an axis of the first role; NONE if the tensor does not vary along it. */
    int axisOf(Role role, Shape shape, Shape first, int axis) {
        int classAxis = classAxis(first);
        return switch (kind(role)) {
            case WHOLE -> axis;
            case CLASSES -> axis == labelAxis(first) ? shape.rank() - 1 : NONE;
            case EXAMPLES -> axis == 0 ? 0 : NONE;
            case FREE -> NONE;
            case ROWS, UNITS -> {
                boolean inPlace = classAxis == NONE || shape.equals(first.with(classAxis, 1));
                int own = inPlace || axis < classAxis ? axis : axis - 1;
                boolean varies = axis != classAxis && own < shape.rank() && shape.extent(own) == first.extent(axis);
                yield varies ? own : NONE;
            }
        };
    }

    /** The mask of the units, with that of the valid lengths in it; null if there are neither. */
    @Nullable
    ReferenceTensor mask(FuzzCase given) {
        ReferenceTensor mask = given.inputs().get(outer.get(Role.MASK));
        ReferenceTensor lengths = lengths(given);
        Shape units = units(firstShape(given));
        if (lengths == null || units.rank() < 2) {
            return mask;
        }
        int steps = units.extent(1);
        double[] valid = lengths.toArray();
        double[] kept = new double[valid.length * steps];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i % steps < valid[i / steps] ? 1 : 0;
        }
        ReferenceTensor bySteps = ReferenceTensor.of(kept, valid.length, steps);
        if (mask == null) {
            return bySteps;
        }
        Shape trimmed = mask.shape().trimmed();
        int rank = Math.max(2, trimmed.rank());
        Tensor both = bySteps.alignLeft(rank).mul(mask.reshape(trimmed.alignedLeft(rank)));
        return ReferenceTensor.of(both.toArray(), both.shape().toArray());
    }

    /** The valid lengths of the sequences; null if there are none. */
    @Nullable
    ReferenceTensor lengths(FuzzCase given) {
        return given.inputs().get(outer.get(Role.VALID_LENGTHS));
    }

    private enum Kind {
        WHOLE,
        CLASSES,
        EXAMPLES,
        ROWS,
        UNITS,
        FREE
    }

    private static Kind kind(Role role) {
        if (role.name().equals(Role.WEIGHTS) || role.name().equals(Role.MASK)) {
            return Kind.UNITS;
        }
        return switch (role.extent()) {
            case FIRST, SAME -> Kind.WHOLE;
            case CLASSES -> Kind.CLASSES;
            case EXAMPLES, BATCH -> Kind.EXAMPLES;
            case ROWS -> Kind.ROWS;
            case FREE -> Kind.FREE;
        };
    }
}
