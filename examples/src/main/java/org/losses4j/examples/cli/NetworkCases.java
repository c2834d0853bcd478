package org.losses4j.examples.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * Runs only those cases in networks that a network can express, and refuses the others as unsupported.
 *
 * <p>Refused are inputs that are not batches of examples (a vector would be the features of one example, a scalar has
 * neither), classes along the axis of the examples, numbers for each class in a sum, and unreduced values of sums. Other
 * unreduced values are found by masks that leave one unit, so these may have no masks and weights of elements within a
 * unit, and no units that depend on each other. Trained inputs and values must be finite, because they pass through
 * products with zeros.
 */
record NetworkCases(Execution network) implements Execution {

    @Override
    public String name() {
        return network.name();
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        int examples = gradients.isEmpty() ? 0 : examples(inputs, gradients.get(0));
        boolean sum = objective instanceof CompositeObjective;
        for (Role role : objective.roles()) {
            boolean ofClasses = role.extent() == Role.ShapeRule.CLASSES && !role.differentiable();
            ReferenceTensor tensor = inputs.get(role.name());
            boolean fits = tensor == null
                    || (ofClasses ? !sum : examples(inputs, role.name()) == examples)
                            && (!role.differentiable() || isTrainable(tensor));
            demand(fits, role.name());
        }
        demand(isReducible(objective, sum), objective.name());
        Tensor values = objective.value(Inputs.of(inputs));
        demand(isWholeUnits(objective, inputs, values.shape().rank()), "unreduced values of parts of a unit");
        double[] value = values.toArray();
        // Deeplearning4j adds up examples, and divides by their number afterwards.
        demand(
                Arrays.stream(value).map(number -> number * examples).allMatch(Double::isFinite),
                "a value that is not finite, or has no finite sum over examples");
        return network.run(objective, inputs, gradients);
    }

    private static int examples(Map<String, ReferenceTensor> inputs, String role) {
        ReferenceTensor tensor = inputs.get(role);
        return tensor == null || tensor.shape().rank() == 0 ? 0 : tensor.shape().extent(0);
    }

    private static boolean isTrainable(ReferenceTensor tensor) {
        return tensor.shape().rank() > 1 && Arrays.stream(tensor.toArray()).allMatch(Double::isFinite);
    }

    private static boolean isReducible(Objective objective, boolean partOfSum) {
        if (objective instanceof CompositeObjective composite) {
            return composite.terms().stream().allMatch(term -> isReducible(term.objective(), true));
        }
        LossObjective single = (LossObjective) objective;
        int axis = single.loss().classAxis().orElse(-1);
        // Counted from the end, the axis of the examples has no number of its own: the last one is safe.
        return (axis == -1 || axis > 0) && !(partOfSum && single.reduction().batch() == BatchReduction.NONE);
    }

    private static boolean isWholeUnits(Objective objective, Map<String, ReferenceTensor> inputs, int rank) {
        return !(objective instanceof LossObjective single)
                || single.reduction().batch() != BatchReduction.NONE
                || (!single.loss().coupled()
                        && (rank > 1 || !inputs.containsKey(Role.VALID_LENGTHS))
                        && Stream.of(Role.MASK, Role.WEIGHTS)
                                .filter(inputs::containsKey)
                                .allMatch(role -> Inputs.of(inputs)
                                                .get(role)
                                                .shape()
                                                .trimmed()
                                                .rank()
                                        <= rank));
    }

    private static void demand(boolean holds, String what) {
        if (!holds) {
            throw new UnsupportedOperationException("no network has this: " + what);
        }
    }
}
