package org.losses4j.loss.classification;

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
 * Jensen–Shannon divergence between target and predicted distribution: symmetric, and bounded also where they share no class.
 *
 * <p>½ Σ t · log(t / m) + ½ Σ q · log(q / m) along the last axis with q = softmax(prediction) and m = (t + q) / 2, t being the
 * target's probabilities; [N, …, C] and targets of the same shape → [N, …]; within [0, log 2]. 0 · log 0 is 0. Finite and right for
 * |logit| up to 10⁹. Probabilities are taken as they are, whatever their sum; at a predicted probability of 0 the slope is
 * ½ log 2 if the target's is 0 too, else infinite, and the gradient then is that of the target's part alone.
 *
 * <p>J. Lin, "Divergence Measures Based on the Shannon Entropy", IEEE Transactions on Information Theory, 1991. SciPy's {@code
 * jensenshannon} is its square root.
 *
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 */
public record JensenShannon(boolean fromLogits) implements Loss {

    public JensenShannon() {
        this(true);
    }

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
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor target = inputs.get(Role.TARGET);
        Tensor predicted = fromLogits ? prediction.logSoftmax(-1).exp() : prediction;
        Tensor middle = target.add(predicted).mul(0.5);
        Tensor parts = part(target, middle).add(part(predicted, middle));
        return parts.sum(-1, false).mul(0.5);
    }

    /** p · log(p / m), which is 0 where p is 0. */
    private static Tensor part(Tensor p, Tensor middle) {
        Tensor nothing = p.equal(0);
        Tensor neither = middle.equal(0);
        // Near 0 a part of which the other distribution has nothing is p · log 2.
        Tensor ratio = nothing.where(neither.add(1), p.div(neither.where(1, middle)));
        return p.mul(ratio.log());
    }

    @Override
    public LossDescription description() {
        return new LossDescription(
                Task.DISTRIBUTION,
                "How much two distributions are unlike, whichever comes first.",
                "½Σ t·log(t/m) + ½Σ q·log(q/m); q = softmax(prediction), m = (t + q)/2",
                fromLogits ? Activation.IDENTITY : Activation.SOFTMAX,
                fromLogits ? Activation.SOFTMAX : Activation.IDENTITY,
                "J. Lin, Divergence Measures Based on the Shannon Entropy, 1991");
    }
}
