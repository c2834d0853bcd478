package org.losses4j.examples.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.tensor.ReferenceTensor;

/**
 * An execution in networks, without what no network has: trained inputs that are no batches (a vector there is the features of
 * one example) or not finite (they come out of products with zeros), a weight or a mask for everything, sums that are not
 * reduced, and numbers for each class beside a sum, which are part of objectives there.
 */
record NetworkCases(Execution network) implements Execution {

    @Override
    public String name() {
        return network.name();
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        boolean sum = objective instanceof CompositeObjective;
        for (Role role : objective.roles()) {
            ReferenceTensor tensor = inputs.get(role.name());
            if (tensor != null && !(fits(role, tensor) && !(sum && role.extent() == Role.Extent.CLASSES))) {
                throw new UnsupportedOperationException("no network has such an input: " + role.name());
            }
        }
        if (sum && objective.spec().toString().contains("batch=none")) {
            throw new UnsupportedOperationException("no network has unreduced sums");
        }
        return network.run(objective, inputs, gradients);
    }

    private static boolean fits(Role role, ReferenceTensor tensor) {
        if (role.differentiable()) {
            return tensor.shape().rank() > 1 && Arrays.stream(tensor.toArray()).allMatch(Double::isFinite);
        }
        boolean ofUnits = role.name().startsWith(Role.WEIGHTS) || role.name().startsWith(Role.MASK);
        return !ofUnits || tensor.shape().rank() > 0;
    }
}
