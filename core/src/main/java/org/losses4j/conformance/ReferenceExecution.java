package org.losses4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Checks;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** The oracle: evaluates the formula itself, and the derived gradients, over float64 reference tensors. */
public final class ReferenceExecution implements Execution {
    private final Programs programs = new Programs();

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Inputs given = Inputs.of(inputs);
        Checks.check(objective, given);
        Tensor value = objective.value(given);
        List<Tensor> results = programs.value(objective, given.shapes())
                .withGradient(gradients)
                .evaluate(given.asMap());
        return new Outcome(value, byRole(gradients, results.subList(1, results.size())));
    }

    static Map<String, Tensor> byRole(List<String> roles, List<Tensor> gradients) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < roles.size(); i++) {
            named.put(roles.get(i), gradients.get(i));
        }
        return named;
    }
}
