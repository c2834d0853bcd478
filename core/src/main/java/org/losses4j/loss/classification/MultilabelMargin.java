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
 * Multi-label margin loss: penalises each label that holds and does not score a margin of 1 above each label that does not.
 *
 * <p>Σ_{k: y=1} Σ_{l: y=0} max(0, 1 − (x_k − x_l)) / C along the last axis, x being the prediction and y the target, 0 or 1; [N,
 * …, C] and a target of the same shape → [N, …]. A row without a 1 or without a 0 has the loss 0. On the margin itself the gradient
 * is 0. It takes memory for C² pairs.
 *
 * <p>PyTorch, {@code MultiLabelMarginLoss}, where the target is a list of indices.
 */
public record MultilabelMargin() implements Loss {

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
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor pairs = ElementPairs.ofOneAndZero(inputs.get(Role.TARGET));
        Tensor violations = ElementPairs.differences(prediction).complement().relu();
        Tensor counted = pairs.equal(0).where(0, pairs.mul(violations));
        return ElementPairs.sum(counted).div(prediction.shape().extent(-1));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.BINARY_CLASSIFICATION,
                "A margin between each label that holds and each that does not.",
                "Σ_{y_k=1} Σ_{y_l=0} max(0, 1 − (x_k − x_l)) / C; x = prediction",
                Activation.IDENTITY,
                "PyTorch, MultiLabelMarginLoss");
    }
}
