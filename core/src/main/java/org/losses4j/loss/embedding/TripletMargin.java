package org.losses4j.loss.embedding;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Triplet loss: penalises an anchor that is not a margin closer to its positive than to its negative.
 *
 * <p>max(0, d(a, p) − d(a, n) + margin) with d(x, y) = ‖x − y + ε‖_p; anchor, positive and negative [N, …, D] → [N, …]. At the
 * margin, and at a distance of 0, the gradient is 0. For triplets that are mined from the batch see {@link BatchHardTriplet}
 * and {@link SemiHardTriplet}.
 *
 * <p>V. Balntas et al., "Learning shallow convolutional feature descriptors with triplet losses", BMVC 2016; PyTorch,
 * {@code TripletMarginLoss}.
 *
 * @param margin the wanted gap between the two distances; ≥ 0; default 1
 * @param p the order of the norm; ≥ 1; default 2
 * @param epsilon added to each difference; ≥ 0; default 1e-6
 * @param swap whether the negative's distance to the positive replaces d(a, n) if it is smaller; default false
 */
public record TripletMargin(double margin, double p, double epsilon, boolean swap) implements Loss {
    private static final String NAME = "triplet_margin";
    private static final String ANCHOR = "anchor";
    private static final String POSITIVE = "positive";
    private static final String NEGATIVE = "negative";

    public TripletMargin {
        Require.notNegative(NAME, "margin", margin);
        Require.check(p >= 1 && Double.isFinite(p), NAME, "p", p, "a finite number ≥ 1");
        Require.notNegative(NAME, "epsilon", epsilon);
    }

    public TripletMargin() {
        this(1, 2, 1e-6, false);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.trained(ANCHOR, Role.ShapeRule.FIRST),
                Role.trained(POSITIVE, Role.ShapeRule.SAME),
                Role.trained(NEGATIVE, Role.ShapeRule.SAME));
    }

    @Override
    public OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor anchor = inputs.get(ANCHOR);
        Tensor positive = inputs.get(POSITIVE);
        Tensor negative = inputs.get(NEGATIVE);
        Tensor far = distance(anchor, negative);
        Tensor farther = swap ? far.minimum(distance(positive, negative)) : far;
        return distance(anchor, positive).sub(farther).add(margin).relu();
    }

    private Tensor distance(Tensor x, Tensor y) {
        Tensor difference = x.sub(y).add(epsilon);
        if (p == 1) {
            return difference.abs().sum(-1, false);
        }
        if (p == 2) {
            return Vectors.norm(difference, -1, false);
        }
        Tensor sizes = difference.abs();
        // Sizes relative to the largest, for powers overflow long before the norm does. No gradient depends on the
        // scale.
        Tensor largest = sizes.max(sizes.shape().axis(-1), true).stopGradient();
        Tensor scale =
                largest.greater(0).mul(largest.less(Double.POSITIVE_INFINITY)).where(largest, 1);
        Tensor powers = sizes.div(scale).pow(p).sum(-1, false);
        Tensor none = powers.equal(0);
        Tensor norm = none.where(0, none.where(1, powers).pow(1 / p));
        return norm.mul(scale.reshape(norm.shape()));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "The anchor a margin closer to the positive than to the negative.",
                "max(0, d(a, p) − d(a, n) + margin)",
                Activation.IDENTITY,
                "V. Balntas et al., 2016; PyTorch, TripletMarginLoss");
    }
}
