package org.losses4j.loss.ranking;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.ElementPairs;
import org.losses4j.tensor.Tensor;

/**
 * Pairwise logistic loss of RankNet: scores of a list in the order of its relevances.
 *
 * <p>The mean of log(1 + e^(−(x_i − x_j))) over all pairs of a list with y_i &gt; y_j, x being the prediction, the scores, and y the
 * target, the relevances; [N, …, L] and a target of the same shape → [N, …]. A list without such a pair has the loss 0, and counts.
 * Linear in scores far in the wrong order: it cannot overflow. It takes memory for L² pairs.
 *
 * <p>C. Burges et al., "Learning to Rank using Gradient Descent", ICML 2005.
 */
public record PairwiseLogistic() implements Loss {

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
        Tensor target = inputs.get(Role.TARGET);
        Tensor pairs = ElementPairs.inOrder(target);
        Tensor lead = ElementPairs.differences(inputs.get(Role.PREDICTION));
        Tensor sum = ElementPairs.sum(pairs.where(lead.neg().softplus(), 0));
        // Comparisons hide NaN in a target; the product with 0 does not.
        return sum.div(ElementPairs.sum(pairs).maximum(1)).add(target.mul(0).sum(-1, false));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.RANKING,
                "The scores of a list in the order of its relevances.",
                "mean over y_i > y_j of log(1 + e^(−(x_i − x_j))); x = prediction",
                Activation.IDENTITY,
                "C. Burges et al., Learning to Rank using Gradient Descent, 2005");
    }
}
