package org.losses4j.examples.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.tensor.ReferenceTensor;

/**
 * An execution in networks, without what no network has: inputs that are no batches of examples (a vector is the features of
 * one, a scalar nothing), classes along the axis of the examples, and numbers for each class or unreduced values of sums. Trained
 * inputs and values are finite: they pass through products with zeros.
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
            boolean ofClasses = role.extent() == Role.Extent.CLASSES;
            ReferenceTensor tensor = inputs.get(role.name());
            boolean fits = tensor == null
                    || (ofClasses ? !sum : examples(inputs, role.name()) == examples)
                            && (!role.differentiable() || isTrainable(tensor));
            demand(fits, role.name());
        }
        demand(isReducible(objective, sum), objective.name());
        double[] value = objective.value(Inputs.of(inputs)).toArray();
        demand(Arrays.stream(value).allMatch(Double::isFinite), "a value that is not finite");
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

    private static void demand(boolean holds, String what) {
        if (!holds) {
            throw new UnsupportedOperationException("no network has this: " + what);
        }
    }
}
