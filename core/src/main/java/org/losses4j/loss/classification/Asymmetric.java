package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.Margins;
import org.losses4j.tensor.Tensor;

/**
 * Asymmetric loss for many labels of which few hold: focal loss with an exponent of its own for labels that do not hold, which
 * also forgets those that are nearly right.
 *
 * <p>With p = σ(prediction) and m = max(0, p − clip): −(1 − p)^γ₊ · log p where the target is 1, −m^γ₋ · log(1 − m) where it is
 * 0; u⁰ is 1; [N, …, C] → [N, …, C]. The gradient goes through the powers. Where p is below the clip a label that does not hold costs
 * nothing and has no gradient. Finite and right for |logit| up to 10⁹ and every γ.
 *
 * <p>T. Ridnik et al., "Asymmetric Loss For Multi-Label Classification", ICCV 2021, arXiv:2009.14119; timm, {@code
 * AsymmetricLossMultiLabel}.
 *
 * @param gammaNegative γ₋, the focusing exponent of labels that do not hold; ≥ 0; default 4
 * @param gammaPositive γ₊, that of labels that hold; ≥ 0; default 1
 * @param clip the probability up to which a label that does not hold costs nothing; within [0, 1); default 0.05
 */
public record Asymmetric(double gammaNegative, double gammaPositive, double clip) implements PointwiseLoss {
    private static final String NAME = "asymmetric";

    public Asymmetric {
        Require.notNegative(NAME, "gamma_negative", gammaNegative);
        Require.notNegative(NAME, "gamma_positive", gammaPositive);
        Require.check(clip >= 0 && clip < 1, NAME, "clip", clip, "in [0, 1)");
    }

    public Asymmetric() {
        this(4, 1, 0.05);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Role.target().of(AllowedValues.BINARY));
    }

    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        Surprisals surprisals = Surprisals.ofLogits(prediction);
        Tensor positive = surprisals.fadedYes(gammaPositive);
        Tensor negative = clip == 0 ? surprisals.fadedNo(gammaNegative) : ofNegative(prediction);
        return target.mul(positive).add(target.complement().mul(negative));
    }

    /** −m^γ₋ · log(1 − m). */
    private Tensor ofNegative(Tensor logit) {
        Tensor shifted = Margins.violation(logit.sigmoid().sub(clip));
        // 1 − m keeps its digits where m is near 1, and m where it is near 0.
        Tensor large = shifted.greater(0.5);
        Tensor rest = logit.neg().sigmoid().add(clip);
        Tensor logarithm = large.where(
                large.where(rest, 1).log(), large.where(0, shifted).neg().log1p());
        if (gammaNegative == 0) {
            return logarithm.neg();
        }
        Tensor nothing = shifted.equal(0);
        return nothing.where(0, nothing.where(1, shifted).pow(gammaNegative)).mul(logarithm.neg());
    }

    @Override
    public LossDescription description() {
        return LossDescription.ofLogits(
                Task.BINARY_CLASSIFICATION,
                "Focal loss that fades faster for the many labels that do not hold.",
                "−(1−p)^γ₊·log p if y = 1, −m^γ₋·log(1−m) if y = 0; p = σ(prediction), m = max(0, p − clip)",
                Activation.SIGMOID,
                "T. Ridnik et al., Asymmetric Loss For Multi-Label Classification, 2021, arXiv:2009.14119");
    }
}
