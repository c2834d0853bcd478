package org.losses4j.conformance;

import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** One way of computing objectives and their gradients, under test. */
public interface Execution {

    /** The name on the command line and in messages. */
    String name();

    /**
     * Checks the inputs and computes.
     *
     * @param inputs by role
     * @param gradients the roles that the gradient of the value's sum is wanted by
     * @throws UnsupportedOperationException if this is nothing that it computes
     */
    Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients);

    /**
     * The same from inputs that lie in memory so; those without a placement lie as the execution likes, and all do where
     * it has no choice.
     *
     * @param placements by role
     */
    default Outcome run(
            Objective objective,
            Map<String, ReferenceTensor> inputs,
            Map<String, Placement> placements,
            List<String> gradients) {
        return run(objective, inputs, gradients);
    }

    /** What it computes in: inputs are rounded to this first. */
    default Precision precision() {
        return Precision.FLOAT64;
    }

    /** How far its results may be off at least, relatively and absolutely; 0 unless it computes in less than float64. */
    default double tolerance() {
        return 0;
    }

    /**
     * What an execution computed.
     *
     * @param value the objective's value, on any kind of tensor
     * @param gradients by role
     */
    record Outcome(Tensor value, Map<String, Tensor> gradients) {}
}
