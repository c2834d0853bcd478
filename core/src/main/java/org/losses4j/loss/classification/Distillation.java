package org.losses4j.loss.classification;

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
 * Distillation loss: draws a student's distribution over the classes to that of a teacher, both softened by a temperature.
 *
 * <p>T² · Σ p · (log p − log q) along the last axis with p = softmax(target / T) and q = softmax(prediction / T); the prediction is
 * the student's logits and the target the teacher's, both [N, …, C] → [N, …]. The factor T² keeps the gradient's size, about
 * T · (q − p), as T changes. Finite and right for |logit| up to 10⁹; a class with a logit of −∞ for the teacher adds 0.
 * The value is never negative, up to rounding.
 *
 * <p>G. Hinton, O. Vinyals, J. Dean, "Distilling the Knowledge in a Neural Network", 2015, arXiv:1503.02531.
 *
 * @param temperature T; above 0; default 2
 */
public record Distillation(double temperature) implements Loss {

    public Distillation {
        Require.positive("distillation", "temperature", temperature);
    }

    public Distillation() {
        this(2);
    }

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
        Tensor student = inputs.get(Role.PREDICTION).div(temperature).logSoftmax(-1);
        Tensor teacher = inputs.get(Role.TARGET).div(temperature).logSoftmax(-1);
        Tensor wanted = teacher.exp();
        Tensor none = wanted.equal(0);
        Tensor ratio = none.where(0, teacher.sub(student));
        // Σ p · log(p/q) is Σ (p · log(p/q) − p + q), whose parts are never negative, so that they do not cancel each
        // other.
        Tensor near = ratio.abs().less(1).mul(none.complement());
        Tensor small = near.where(ratio, 0);
        Tensor ofNear = wanted.mul(small.add(small.neg().expm1()));
        Tensor ofFar = wanted.mul(ratio).sub(wanted).add(student.exp());
        return near.where(ofNear, ofFar).sum(-1, false).mul(temperature * temperature);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.DISTRIBUTION,
                "A student's distribution close to its teacher's, both softened.",
                "T²·Σ p·(log p − log q); p = softmax(target/T), q = softmax(prediction/T)",
                Activation.IDENTITY,
                "G. Hinton et al., Distilling the Knowledge in a Neural Network, 2015");
    }
}
