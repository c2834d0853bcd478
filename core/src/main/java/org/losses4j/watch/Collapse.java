package org.losses4j.watch;

import java.util.Map;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Computes the value of an objective of embeddings that have all collapsed to one point. */
public final class Collapse {
    private Collapse() {}

    /**
     * The value of an objective if all embeddings of a batch were equal; NaN if the objective does not compare embeddings
     * [N, D] by the classes [N] of their examples, or does not reduce a batch to one number.
     *
     * @param target the classes of the batch's examples, [N]
     */
    public static double value(Objective objective, Tensor target) {
        if (!(objective instanceof LossObjective single)
                || !single.loss().coupled()
                || single.loss().description().task() != Task.EMBEDDING
                || single.loss().roles().stream().noneMatch(role -> role.name().equals(Role.TARGET))) {
            return Double.NaN;
        }
        double[] classes = target.toArray();
        Inputs inputs = Inputs.of(Map.of(
                single.loss().roles().get(0).name(),
                ReferenceTensor.of(new double[classes.length], classes.length, 1),
                Role.TARGET,
                ReferenceTensor.of(classes, classes.length)));
        Tensor value = objective.value(inputs);
        return value.shape().size() == 1 ? value.toArray()[0] : Double.NaN;
    }
}
