package org.losses4j.execution;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/**
 * A batch that a training is expected to have.
 *
 * @param inputs the layouts of the inputs that the objective cannot do without, by role
 * @param gradients the layouts of the gradients
 */
record ExpectedBatch(Map<String, Layout> inputs, Map<String, Layout> gradients) {

    private static final String OWN_LOSSES = Objective.class.getPackageName() + ".loss.";

    /** Whether a training by an objective can be foreseen: by the library's own losses, as others' formulas may depend on the thread. */
    static boolean isForeseen(Objective objective) {
        return objective instanceof LossObjective single
                && single.loss().getClass().getName().startsWith(OWN_LOSSES);
    }

    /**
     * The batch; empty if the shapes of the inputs do not follow from the first one's.
     *
     * @param objective one that {@link #isForeseen}
     * @param first the shape of the first input
     * @param trained the roles that gradients are wanted by
     * @param given the layouts of the other inputs, by their shapes
     */
    static Optional<ExpectedBatch> of(
            Objective objective, Shape first, Collection<String> trained, Function<Shape, Layout> given) {
        return shapes(objective, first).map(shapes -> {
            Map<String, Layout> inputs = new LinkedHashMap<>();
            Map<String, Layout> gradients = new LinkedHashMap<>();
            shapes.forEach((role, shape) -> {
                if (trained.contains(role)) {
                    gradients.put(role, Layout.rowMajor(shape).in(Layout.Storage.BYTES));
                }
                inputs.put(role, gradients.getOrDefault(role, given.apply(shape)));
            });
            return new ExpectedBatch(inputs, gradients);
        });
    }

    private static Optional<Map<String, Shape>> shapes(Objective objective, Shape first) {
        OptionalInt classAxis = ((LossObjective) objective).loss().classAxis();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        try {
            for (Role role : objective.roles()) {
                if (!role.optional()) {
                    Optional<Shape> shape = shape(role, first, classAxis);
                    if (shape.isEmpty()) {
                        return Optional.empty();
                    }
                    shapes.put(role.name(), shape.get());
                }
            }
            objective.checkShapes(shapes);
            return Optional.of(shapes);
        } catch (IllegalArgumentException otherwise) {
            return Optional.empty();
        }
    }

    private static Optional<Shape> shape(Role role, Shape first, OptionalInt classAxis) {
        return switch (role.extent()) {
            case FIRST, SAME -> Optional.of(first);
            case ROWS -> Optional.of(first.without(classAxis.orElse(-1)));
            case EXAMPLES -> Optional.of(first.leading(1));
            case CLASSES, BATCH, FREE -> Optional.empty();
        };
    }

    /** Computes a batch of zeros, if the loss allows these. */
    void run(FusedObjective objective) {
        try {
            objective.run(
                    Elements.zeros(inputs.values(), Precision.FLOAT32),
                    Elements.zeros(gradients.values(), Precision.FLOAT32));
        } catch (IllegalArgumentException otherwise) {
            // Its classes are loaded all the same.
        }
    }

    /** Checks a batch of zeros. */
    void check(MemoryChecks checks) {
        try {
            checks.check(Elements.zeros(inputs.values(), Precision.FLOAT32));
        } catch (IllegalArgumentException otherwise) {
            // As above.
        }
    }
}
