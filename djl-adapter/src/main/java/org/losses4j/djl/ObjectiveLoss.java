package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;

/**
 * Any {@link Objective} as a DJL loss.
 *
 * <p>Predictions and labels are bound to the objective's roles by the name of the array where that is a role, else by
 * position: the roles that a network is trained through are predictions, the others labels, in the order of
 * {@link Objective#roles()}; weights and masks are further labels.
 *
 * <p>Shapes and values are checked before anything is computed; a violation is an IllegalArgumentException that names
 * loss, role, got, wanted and the likely fix.
 */
public final class ObjectiveLoss extends Loss {
    private final Objective objective;
    private final RoleBinding binding;
    private final ObjectiveExecutor executor;

    /** The objective under its own name. */
    public ObjectiveLoss(Objective objective) {
        this(builder(objective));
    }

    /** A loss with the default reductions: means of means. */
    public ObjectiveLoss(org.losses4j.Loss loss) {
        this(Objective.of(loss));
    }

    private ObjectiveLoss(Builder builder) {
        super(builder.name);
        this.objective = builder.objective;
        this.binding = builder.binding;
        this.executor = new ObjectiveExecutor(builder.road);
    }

    /** A loss with settings. */
    public static Builder builder(Objective objective) {
        return new Builder(objective);
    }

    /** What it computes. */
    public Objective objective() {
        return objective;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return executor.value(objective, binding.bind(labels, predictions), binding.trained());
    }

    /** A number for each example, [N]: its share of the value, see {@link Objective#perExample}; no gradient flows. */
    public NDArray perExample(NDList labels, NDList predictions) {
        return executor.perExample(objective, binding.bind(labels, predictions));
    }

    /** The settings of an {@link ObjectiveLoss}. */
    public static final class Builder {
        private final Objective objective;
        private String name;
        private RoleBinding binding;
        private @Nullable Road road;

        private Builder(Objective objective) {
            this.objective = objective;
            this.name = objective.name();
            this.binding = RoleBinding.of(objective);
        }

        /** The name in DJL's metrics and listeners; the objective's by default. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** The roles of the predictions by position. */
        public Builder predictions(String... roles) {
            this.binding = new RoleBinding(objective, List.of(roles), binding.labels());
            return this;
        }

        /** The roles of the labels by position, weights and mask included. */
        public Builder labels(String... roles) {
            this.binding = new RoleBinding(objective, binding.predictions(), List.of(roles));
            return this;
        }

        /** The road to take; by default the best for objective, engine and device. */
        public Builder road(Road road) {
            this.road = road;
            return this;
        }

        public ObjectiveLoss build() {
            return new ObjectiveLoss(this);
        }
    }
}
