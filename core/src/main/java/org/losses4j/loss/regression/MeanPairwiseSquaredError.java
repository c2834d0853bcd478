package org.losses4j.loss.regression;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Mean pairwise squared error: compares the differences between outputs with those between targets, so that an offset of a whole
 * row costs nothing.
 *
 * <p>The mean over i &lt; j of ((x_i − x_j) − (y_i − y_j))² along the last axis, x being the prediction and y the target; [N, …, C]
 * and a target of the same shape → [N, …]. A row of one element has the loss 0. Computed as twice the variance of the errors, which is
 * the same number, without pairs.
 *
 * <p>TensorFlow 1, {@code tf.losses.mean_pairwise_squared_error}.
 */
public record MeanPairwiseSquaredError() implements Loss {

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Role.target());
    }

    @Override
    public OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor error = inputs.get(Role.PREDICTION).sub(inputs.get(Role.TARGET));
        int free = Math.max(1, error.shape().extent(-1) - 1);
        Tensor centred = error.sub(error.mean(-1, true));
        // The mean is rounded to its own size; what that leaves is of the errors' size around it.
        return centred.sub(centred.mean(-1, true)).square().sum(-1, false).mul(2.0 / free);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "Squared error of the differences within a row, whatever its offset.",
                "mean over i < j of ((x_i − x_j) − (y_i − y_j))²",
                Activation.IDENTITY,
                "TensorFlow 1, mean_pairwise_squared_error");
    }
}
