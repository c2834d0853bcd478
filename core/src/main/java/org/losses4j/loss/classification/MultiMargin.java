package org.losses4j.loss.classification;

import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Multi-class margin loss: penalises each score of a wrong class that is not a margin below the score of the right class.
 *
 * <p>w_y · Σ_{j≠y} max(0, margin − x_y + x_j)^p / C along the last axis, x being the prediction and w the {@code class_weights}
 * [C], 1 if left out; [N, …, C] and class indices [N, …] → [N, …]. In a weighted mean a unit counts for w_y. On the margin itself
 * the gradient is 0. {@link CategoricalHinge} looks at the best wrong class only.
 *
 * <p>K. Crammer, Y. Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines", JMLR 2001; PyTorch,
 * {@code MultiMarginLoss}.
 *
 * @param margin the wanted gap between the right score and each other; ≥ 0; default 1
 * @param p the power of each violation; 1 (default) or 2
 */
public record MultiMargin(double margin, int p) implements SparseLoss {
    private static final String NAME = "multi_margin";

    public MultiMargin {
        Require.notNegative(NAME, "margin", margin);
        Require.check(p == 1 || p == 2, NAME, "p", p, "1 or 2");
    }

    public MultiMargin() {
        this(1, 1);
    }

    @Override
    public int axis() {
        return -1;
    }

    @Override
    public @Nullable Integer ignoreIndex() {
        return null;
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor target = inputs.get(Role.TARGET);
        int last = prediction.shape().rank() - 1;
        int classes = prediction.shape().extent(last);
        Tensor right = ClassIndices.pick(prediction, target, last).unsqueeze(last);
        Tensor violations = prediction.sub(right).add(margin).relu();
        Tensor wrong = target.oneHot(classes, last).where(0, p == 1 ? violations : violations.square());
        Tensor loss = wrong.sum(last, false).div(classes);
        return unitWeights(inputs).map(loss::mul).orElse(loss);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.CLASSIFICATION,
                "A margin between the right class and each other one.",
                "w_y·Σ_{j≠y} max(0, margin − x_y + x_j)^p / C; x = prediction",
                Activation.IDENTITY,
                "K. Crammer, Y. Singer, 2001; PyTorch, MultiMarginLoss");
    }
}
