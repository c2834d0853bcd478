package org.losses4j.examples.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.tensor.ReferenceTensor;

/**
 * A case to export: an objective with inputs, and the results to compare with.
 *
 * @param relativeTolerance the largest error in float64 of a number, as a share of the recorded one
 * @param absoluteTolerance the error that is allowed in addition
 * @param scaled whether the absolute tolerance is a share of the largest recorded number of a tensor, as for gradients of
 *     large batches, all of whose numbers are small
 */
record ExportedCase(
        String name,
        Objective objective,
        Map<String, ReferenceTensor> inputs,
        ReferenceTensor expected,
        Map<String, ReferenceTensor> gradients,
        double relativeTolerance,
        double absoluteTolerance,
        boolean scaled) {

    private static final double GENERATED_TOLERANCE = 1e-6;

    /** A recorded case. */
    static ExportedCase of(AcceptanceCase recorded) {
        return new ExportedCase(
                recorded.name(),
                recorded.objective(),
                recorded.inputs(),
                recorded.expected(),
                recorded.gradients(),
                recorded.relativeTolerance(),
                recorded.absoluteTolerance(),
                false);
    }

    /** Generated inputs with the results of the formula over float64. */
    static ExportedCase generated(Objective objective, int rows, int columns) {
        Map<String, ReferenceTensor> inputs = GeneratedInputs.of(objective, rows, columns);
        List<String> trained = GeneratedInputs.trained(objective);
        Execution.Outcome outcome = new ReferenceExecution().run(objective, inputs, trained);
        Map<String, ReferenceTensor> gradients = new LinkedHashMap<>();
        outcome.gradients().forEach((role, gradient) -> gradients.put(role, (ReferenceTensor) gradient));
        ReferenceTensor first = inputs.values().iterator().next();
        return new ExportedCase(
                "generated/" + objective.name() + " " + first.shape(),
                objective,
                inputs,
                (ReferenceTensor) outcome.value(),
                gradients,
                GENERATED_TOLERANCE,
                GENERATED_TOLERANCE,
                true);
    }
}
