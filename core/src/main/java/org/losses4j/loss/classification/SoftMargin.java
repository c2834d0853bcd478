package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.PointwiseLoss;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.Margins;
import org.losses4j.tensor.Tensor;

/**
 * Soft margin loss: penalises scores by the logistic loss of their signed margin.
 *
 * <p>log(1 + e^(−t · prediction)); [N, …, C] → [N, …, C]. Targets t are −1 or 1, or 0 and 1, where 0 is read as −1. It has the
 * value of {@link BinaryCrossEntropy} on logits. Linear in scores far on the wrong side: it cannot overflow.
 *
 * <p>PyTorch, {@code SoftMarginLoss}.
 */
public record SoftMargin() implements PointwiseLoss {
    @Override
    public Tensor formula(Tensor prediction, Tensor target) {
        return Margins.sign(target).mul(prediction).neg().softplus();
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Margins.signs());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "The logistic loss of a score with a sign for its target.",
                "log(1 + e^(−t·prediction)); t = −1 or 1",
                Activation.IDENTITY,
                "PyTorch, SoftMarginLoss");
    }
}
