package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.Objective;

/** The one place that decides by which {@link Road} an objective is computed. */
final class ObjectiveExecutor {
    private final @Nullable Road forced;

    /** @param forced the road to take whatever the objective, or null to choose the best */
    ObjectiveExecutor(@Nullable Road forced) {
        this.forced = forced;
    }

    /**
     * The value, in the manager of the first input.
     *
     * @param trained the roles that gradients may be wanted by
     */
    NDArray value(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        return compute(objective, inputs, trained, false);
    }

    /** The value of each example, [N]. */
    NDArray perExample(Objective objective, Map<String, NDArray> inputs, Set<String> trained) {
        return compute(objective, inputs, trained, true);
    }

    private NDArray compute(Objective objective, Map<String, NDArray> inputs, Set<String> trained, boolean perExample) {
        NDArray first = inputs.values().iterator().next();
        try (NDManager scope = first.getManager().newSubManager(first.getDevice())) {
            Inputs prepared = Preparation.prepare(objective, inputs, trained, scope);
            objective.checkValues(prepared);
            NDArray value = road().compute(objective, prepared, perExample);
            value.attach(first.getManager());
            return value;
        }
    }

    private RoadExecution road() {
        return switch (forced == null ? Road.AUTOGRAD : forced) {
            case AUTOGRAD -> new AutogradExecution();
        };
    }
}
