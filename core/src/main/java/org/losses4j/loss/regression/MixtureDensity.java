package org.losses4j.loss.regression;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The negative log-likelihood of a mixture of normal distributions, all of which are predicted: regression with several answers.
 *
 * <p>−log Σ_k w_k · Π_d Normal(y_d; μ_kd, σ_k), densities with their constant ½ log 2π, w = softmax({@code logits}), μ the {@code
 * mean}, σ = e^{@code log_scale} and y the target; logits and log_scale [N, K], mean [N, K, D] and target [N, D] → [N]. Finite for
 * logits up to 10⁹ and any log_scale: a distance of more than 10¹⁵ scales counts as that much, without a gradient; distances are compared with
 * scales of at least e^−80.
 *
 * <p>C. M. Bishop, "Mixture Density Networks", 1994; PyTorch, {@code distributions.MixtureSameFamily}; Deeplearning4j, {@code
 * LossMixtureDensity}.
 */
public record MixtureDensity() implements Loss {
    private static final String NAME = "mixture_density";
    private static final String LOGITS = "logits";
    private static final String MEAN = "mean";
    private static final String LOG_SCALE = "log_scale";
    private static final double FARTHEST = 1e15;
    private static final double LEAST_LOG_SCALE = -80;

    @Override
    public List<Role> roles() {
        return List.of(
                Role.trained(LOGITS, Role.ShapeRule.FIRST),
                Role.trained(MEAN, Role.ShapeRule.BATCH),
                Role.trained(LOG_SCALE, Role.ShapeRule.SAME),
                Role.given(Role.TARGET, Role.ShapeRule.BATCH));
    }

    @Override
    public OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    public void check(Shapes shapes) {
        Shape logits = shapes.get(LOGITS);
        Shape target = shapes.get(Role.TARGET);
        Shape mean = shapes.get(MEAN);
        if (logits.rank() != 2) {
            throw refused(LOGITS, logits, "[N, K]");
        }
        if (target.rank() != 2) {
            throw refused(Role.TARGET, target, "[N, D]");
        }
        Shape wanted = Shape.of(logits.extent(0), logits.extent(1), target.extent(1));
        if (!mean.equals(wanted)) {
            throw refused(MEAN, mean, wanted + " for logits " + logits + " and target " + target);
        }
    }

    private static IllegalArgumentException refused(String role, Shape got, String wanted) {
        return new IllegalArgumentException(
                NAME + ": the input '" + role + "' has the shape " + got + ", wanted " + wanted);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor logScale = inputs.get(LOG_SCALE);
        Tensor difference = inputs.get(Role.TARGET).unsqueeze(1).sub(inputs.get(MEAN));
        int dimensions = difference.shape().extent(2);
        Tensor ofAll = logScale.add(0.5 * Math.log(2 * Math.PI)).mul(dimensions);
        Tensor distance =
                squares(difference, logScale.unsqueeze(2)).sum(2, false).mul(0.5);
        Tensor weights = inputs.get(LOGITS).logSoftmax(1);
        return weights.sub(ofAll).sub(distance).logSumExp(1, false).neg();
    }

    /** (difference / e^log_scale)², bounded, and without inverse scales where they may be infinite. */
    private static Tensor squares(Tensor difference, Tensor logScale) {
        Tensor usual = logScale.maximum(LEAST_LOG_SCALE);
        Tensor far = difference.abs().greater(usual.exp().mul(FARTHEST));
        Tensor plain = far.add(difference.equal(0)).greater(0);
        Tensor inverse = plain.where(0, usual.neg()).exp();
        Tensor relative = plain.where(0, difference).mul(inverse);
        return far.where(FARTHEST * FARTHEST, relative.square());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The likelihood of a mixture of normal distributions: for several answers.",
                "−log Σ_k softmax(logits)_k·Π_d Normal(y_d; mean_kd, e^log_scale_k)",
                Activation.IDENTITY,
                "C. M. Bishop, Mixture Density Networks, 1994; PyTorch, MixtureSameFamily");
    }
}
