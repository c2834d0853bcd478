package org.losses4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.losses4j.Checks;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Evaluates the recorded, simplified graph of value and gradients over one kind of tensor. */
public final class GraphExecution implements Execution {
    private final String name;
    private final UnaryOperator<Tensor> convert;
    private final Programs programs = new Programs();

    /** An execution over float64 reference tensors, named "graph". */
    public GraphExecution() {
        this("graph", tensor -> tensor);
    }

    /**
     * An execution over tensors of another kind.
     *
     * @param convert makes such a tensor from a reference tensor
     */
    public GraphExecution(String name, UnaryOperator<Tensor> convert) {
        this.name = name;
        this.convert = convert;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Inputs given = Inputs.of(inputs);
        for (Map.Entry<String, ReferenceTensor> input : inputs.entrySet()) {
            given = given.with(input.getKey(), convert.apply(input.getValue()));
        }
        Checks.check(objective, given);
        List<Tensor> results = programs.value(objective, given.shapes())
                .withGradient(gradients)
                .evaluate(given.asMap());
        return new Outcome(results.get(0), ReferenceExecution.byRole(gradients, results.subList(1, results.size())));
    }
}
