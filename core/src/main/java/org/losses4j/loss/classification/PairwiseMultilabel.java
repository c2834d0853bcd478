package org.losses4j.loss.classification;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.ElementPairs;
import org.losses4j.tensor.Tensor;

/**
 * Pairwise multi-label loss of BP-MLL: penalises labels that hold and do not rank above those that do not, exponentially.
 *
 * <p>Σ_{k: y=1} Σ_{l: y=0} e^(−(x_k − x_l)) / (|Y| · |Ȳ|) along the last axis, x being the prediction, y the target, 0 or 1, and
 * |Y| and |Ȳ| the numbers of its ones and zeros; [N, …, C] and a target of the same shape → [N, …]. A row without a 1 or without a 0
 * has the loss 0, and counts. Infinite where a wrong label is some 700 above a right one, or 88 in float32: outputs behind tanh, as
 * the paper has them, stay far from that. It takes memory for C² pairs.
 *
 * <p>M.-L. Zhang, Z.-H. Zhou, "Multilabel Neural Networks with Applications to Functional Genomics and Text Categorization", IEEE
 * TKDE 2006; Deeplearning4j, {@code LossMultiLabel}.
 */
public record PairwiseMultilabel() implements Loss {

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Role.target().of(AllowedValues.BINARY));
    }

    @Override
    public OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor pairs = ElementPairs.ofOneAndZero(inputs.get(Role.TARGET));
        int rank = pairs.shape().rank();
        Tensor count = pairs.sum(new int[] {rank - 2, rank - 1}, true);
        Tensor shares = pairs.div(count.equal(0).where(1, count));
        Tensor lead = ElementPairs.differences(inputs.get(Role.PREDICTION));
        Tensor penalty = pairs.equal(0).where(0, lead.neg()).exp();
        return ElementPairs.sum(shares.mul(penalty));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "Labels that hold above those that do not, pair by pair.",
                "Σ_{y_k=1} Σ_{y_l=0} e^(−(x_k − x_l)) / (|Y|·|Ȳ|); x = prediction",
                Activation.IDENTITY,
                "M.-L. Zhang, Z.-H. Zhou, 2006; Deeplearning4j, LossMultiLabel");
    }
}
