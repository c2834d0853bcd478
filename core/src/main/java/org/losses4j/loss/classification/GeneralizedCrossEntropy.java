package org.losses4j.loss.classification;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Generalized cross-entropy: between cross-entropy and absolute error, so that wrong labels in the data pull less.
 *
 * <p>(1 − p_y^q) / q with p = softmax(prediction) along the last axis; [N, …, C] and class indices [N, …] → [N, …]; within [0,
 * 1/q]. As q → 0 it becomes cross-entropy, with q = 1 it is 1 − p_y. Computed as −expm1(q · log p_y) / q, whose value and gradient
 * are finite and right for |logit| up to 10⁹. Probabilities are taken as they are, whatever their sum; at a probability of 0, where
 * the slope is infinite, the gradient is 0.
 *
 * <p>Z. Zhang, M. R. Sabuncu, "Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels", NeurIPS 2018,
 * arXiv:1805.07836; Keras, {@code CategoricalGeneralizedCrossEntropy}.
 *
 * @param q how far from cross-entropy; within (0, 1]; default 0.7
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 */
public record GeneralizedCrossEntropy(double q, boolean fromLogits) implements Loss {
    private static final String NAME = "generalized_cross_entropy";

    public GeneralizedCrossEntropy {
        Require.check(q > 0 && q <= 1, NAME, "q", q, "in (0, 1]");
    }

    public GeneralizedCrossEntropy() {
        this(0.7, true);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), ClassIndices.role());
    }

    @Override
    public AllowedValues values(Role role, Shapes shapes) {
        return ClassIndices.values(role, shapes.get(Role.PREDICTION).extent(-1), null);
    }

    @Override
    public OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor target = inputs.get(Role.TARGET);
        if (fromLogits) {
            return ofLogarithm(ClassIndices.pick(prediction.logSoftmax(-1), target, -1));
        }
        Tensor probability = ClassIndices.pick(prediction, target, -1);
        Tensor impossible = probability.equal(0);
        return impossible.where(
                1 / q, ofLogarithm(impossible.where(1, probability).log()));
    }

    private Tensor ofLogarithm(Tensor logProbability) {
        return logProbability.mul(q).expm1().div(-q);
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "Between cross-entropy and absolute error: for labels that are wrong now and then.",
                "(1 − p_y^q)/q; p = softmax(prediction)",
                fromLogits,
                "Z. Zhang, M. R. Sabuncu, 2018, arXiv:1805.07836; Keras, CategoricalGeneralizedCrossEntropy");
    }
}
