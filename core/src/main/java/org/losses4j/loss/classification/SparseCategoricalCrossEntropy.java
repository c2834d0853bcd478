package org.losses4j.loss.classification;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Categorical cross-entropy for targets that are class indices: the negative log-likelihood of the right class.
 *
 * <p>−(1 − s) · w_y · log p_y − s/C · Σ w · log p with p = softmax(prediction) along the class axis, w the {@code
 * class_weights} [C], 1 if left out; [N, …, C] and indices [N, …] → [N, …]. Indices outside 0 … C − 1 are an error, except
 * {@code ignore_index}, whose units have the value 0. In a weighted mean a unit counts for w_y, an ignored one for 0. Finite
 * and right for |logit| up to 10⁹.
 *
 * <p>With a soft cap c the logits x are c · tanh(x / c) everywhere above, as in Gemma 2: within ±c, with a slope that fades. A
 * logit of −∞, which otherwise takes its class out, is then −c. With a z-loss each unit that is not ignored gets z · (log Σ eˣ)²
 * on top, of the capped logits, as in PaLM; it keeps their scale from drifting. Class weights do not multiply this term, as in
 * Liger-Kernel, but a weighted mean divides all of the sum by the weights.
 *
 * <p>Gemma Team, "Gemma 2: Improving Open Language Models at a Practical Size", 2024, arXiv:2408.00118. A. Chowdhery et al.,
 * "PaLM: Scaling Language Modeling with Pathways", 2022, arXiv:2204.02311.
 *
 * @param fromLogits whether the prediction is the logits (default) or the probabilities
 * @param labelSmoothing s, the share of the target that is spread over all classes; within [0, 1); default 0
 * @param ignoreIndex the target value that marks units to leave out; null (default) for none; PyTorch's own default is −100
 * @param axis the class axis; default −1, the last
 * @param epsilon for probabilities: makes them sum to 1 and clips them to [ε, 1 − ε] as Keras does; 0 (default) floors
 *     logarithms at −100
 * @param zLoss z, the weight of the squared logarithm of the softmax's denominator, which needs logits; ≥ 0; default 0; 1e-4 in
 *     PaLM
 * @param softCap c, the bound of the logits, which needs logits; &gt; 0; null (default) for none; 30 in Gemma 2
 */
public record SparseCategoricalCrossEntropy(
        boolean fromLogits,
        double labelSmoothing,
        @Nullable Integer ignoreIndex,
        int axis,
        double epsilon,
        double zLoss,
        @Nullable Double softCap)
        implements SparseLoss {
    private static final String NAME = "sparse_categorical_cross_entropy";
    private static final String ONLY_LOGITS_HAVE_IT =
            "left out where from_logits=false: probabilities have no such scale";

    public SparseCategoricalCrossEntropy {
        Require.smoothing(NAME, labelSmoothing);
        Require.clipping(NAME, epsilon);
        Require.notNegative(NAME, "z_loss", zLoss);
        Require.check(fromLogits || zLoss == 0, NAME, "z_loss", zLoss, ONLY_LOGITS_HAVE_IT);
        if (softCap != null) {
            Require.positive(NAME, "soft_cap", softCap);
            Require.check(fromLogits, NAME, "soft_cap", softCap, ONLY_LOGITS_HAVE_IT);
        }
    }

    public SparseCategoricalCrossEntropy() {
        this(true, 0, null, -1, 0);
    }

    /** The loss without z-loss and soft cap. */
    public SparseCategoricalCrossEntropy(
            boolean fromLogits, double labelSmoothing, @Nullable Integer ignoreIndex, int axis, double epsilon) {
        this(fromLogits, labelSmoothing, ignoreIndex, axis, epsilon, 0, null);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Tensor given = inputs.get(Role.PREDICTION);
        Tensor prediction = softCap == null ? given : given.div(softCap).tanh().mul(softCap);
        Tensor surprise =
                Classes.logProbabilities(prediction, fromLogits, axis, epsilon).neg();
        Tensor weighted = Targets.classWeights(inputs, axis).map(surprise::mul).orElse(surprise);
        Tensor loss = ClassIndices.pick(weighted, target, axis);
        if (labelSmoothing > 0) {
            Tensor everywhere = weighted.mean(axis, false);
            loss = loss.mul(1 - labelSmoothing).add(everywhere.mul(labelSmoothing));
        }
        if (zLoss > 0) {
            loss = loss.add(prediction.logSumExp(axis, false).square().mul(zLoss));
        }
        return unlessIgnored(loss, target);
    }

    /** Probabilities do not tell the scale of their logits. */
    @Override
    public Optional<Loss> ofProbabilities() {
        return zLoss == 0 && softCap == null ? SparseLoss.super.ofProbabilities() : Optional.empty();
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "The likelihood of one class out of several, given by its index.",
                "−w_y·log softmax(prediction)_y",
                fromLogits,
                "PyTorch, CrossEntropyLoss; Keras, SparseCategoricalCrossentropy");
    }
}
