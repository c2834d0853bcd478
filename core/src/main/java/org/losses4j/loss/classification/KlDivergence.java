package org.losses4j.loss.classification;

import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.loss.internal.Probabilities;
import org.losses4j.tensor.Tensor;

/**
 * Kullback–Leibler divergence between target and predicted distribution, KL(target ‖ prediction), as its terms for each class.
 *
 * <p>t · (log t − log p); [N, …, C] → [N, …, C], to be summed over the classes. 0 · log 0 is 0. Where t is 0 there is no
 * gradient.
 *
 * <p>S. Kullback, R. A. Leibler, "On Information and Sufficiency", 1951.
 *
 * @param logPrediction whether the prediction is log-probabilities; null (default) means yes, unless {@code epsilon}, which
 *     applies to probabilities only, is above 0
 * @param logTarget whether the target is log-probabilities; default false
 * @param epsilon clips probabilities to [ε, 1 − ε] as Keras does; 0 (default) floors their logarithms at −100 instead
 */
public record KlDivergence(@Nullable Boolean logPrediction, boolean logTarget, double epsilon)
        implements PointwiseLoss {

    public KlDivergence {
        Require.clipping("kl_divergence", epsilon);
    }

    public KlDivergence() {
        this(null, false, 0);
    }

    private boolean readsLogarithms() {
        return logPrediction == null ? epsilon == 0 : logPrediction;
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Tensor logPredicted = readsLogarithms() ? prediction : Probabilities.log(prediction, epsilon);
        Tensor wanted = logTarget ? target.exp() : epsilon > 0 ? target.clamp(epsilon, 1 - epsilon) : target;
        Tensor nothing = wanted.equal(0);
        Tensor logWanted = logTarget ? target : nothing.where(1, wanted).log();
        return wanted.mul(nothing.where(0, logWanted.sub(logPredicted)));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.DISTRIBUTION,
                "How much the target distribution is unlike the predicted one.",
                "t·(log t − log p)",
                readsLogarithms() ? Activation.LOG_SOFTMAX : Activation.SOFTMAX,
                "S. Kullback, R. A. Leibler, 1951; PyTorch, KLDivLoss; Keras, KLDivergence");
    }
}
