package org.losses4j.conformance;

import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** One way to compute objectives and their gradients, under test. */
public interface Execution {

    /** The name on the command line and in messages. */
    String name();

    /**
     * Checks the inputs, and computes the objective's value and gradients.
     *
     * @param inputs the inputs by role
     * @param gradients the roles by which the gradients of the value's sum are wanted
     * @throws UnsupportedOperationException if the execution cannot compute this objective or gradient
     */
    Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients);

    /**
     * Does what {@link #run(Objective, Map, List)} does, with inputs placed in memory as told. An execution that cannot place
     * inputs ignores placements, as this default does.
     *
     * @param placements the places of inputs in memory, by role; the execution places all others itself
     */
    default Outcome run(
            Objective objective,
            Map<String, ReferenceTensor> inputs,
            Map<String, Placement> placements,
            List<String> gradients) {
        return run(objective, inputs, gradients);
    }

    /** The precision of the computation, to which inputs are rounded first. */
    default Precision precision() {
        return Precision.FLOAT64;
    }

    /** The least relative and absolute tolerance for its results; 0 unless the execution computes in less than float64. */
    default double tolerance() {
        return 0;
    }

    /**
     * The results of a run.
     *
     * @param value the objective's value, on any kind of tensor
     * @param gradients the gradients by role
     */
    record Outcome(Tensor value, Map<String, Tensor> gradients) {}
}
