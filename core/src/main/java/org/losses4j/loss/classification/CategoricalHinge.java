package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.Task;
import org.losses4j.loss.internal.Margins;
import org.losses4j.tensor.Tensor;

/**
 * Multi-class hinge loss: penalises a score of the right class that is not a margin of 1 above the best other score.
 *
 * <p>max(0, 1 + max((1 − y) · prediction) − Σ y · prediction) along the class axis; [N, …, C] and one-hot targets of the
 * same shape → [N, …]. Among equal best other scores the first gets the gradient; on the margin itself the gradient is that of
 * the violated side.
 *
 * <p>Keras, {@code CategoricalHinge}.
 *
 * @param axis the class axis; default −1, the last
 */
public record CategoricalHinge(int axis) implements RowLoss {

    public CategoricalHinge() {
        this(-1);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Role.target());
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor target = inputs.get(Role.TARGET);
        int counted = prediction.shape().axis(axis);
        Tensor right = target.mul(prediction).sum(counted, false);
        Tensor wrong = target.complement().mul(prediction).max(counted, false);
        return Margins.violation(wrong.sub(right).add(1));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.CLASSIFICATION,
                "A margin between the right class and the best other one.",
                "max(0, 1 + max((1−y)·prediction) − Σ y·prediction)",
                Activation.IDENTITY,
                "Keras, CategoricalHinge");
    }
}
