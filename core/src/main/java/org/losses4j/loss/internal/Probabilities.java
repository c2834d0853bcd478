package org.losses4j.loss.internal;

import org.losses4j.tensor.Tensor;

/**
 * Logarithms and logits of probabilities, for losses behind a sigmoid or softmax of the network, which has rounded the
 * probabilities already; losses of logits are exact instead.
 *
 * <p>With {@code epsilon > 0} probabilities are clipped to [ε, 1 − ε], as Keras does; without, logarithms are floored
 * at −100 and slopes capped at 10¹², as PyTorch does.
 */
public final class Probabilities {
    private static final double LOG_FLOOR = -100;
    private static final double SLOPE_FLOOR = 1e-12;

    private Probabilities() {}

    /** The logits of binary probabilities, so that losses of logits serve for both. */
    public static Tensor logit(Tensor probability, double epsilon) {
        Tensor p = epsilon > 0 ? probability.clamp(epsilon, 1 - epsilon) : probability;
        Tensor slope = p.mul(p.complement());
        Tensor interior = slope.greater(SLOPE_FLOOR);
        Tensor safe = interior.where(p, 0.5);
        Tensor exact = safe.log().sub(safe.complement().log());
        Tensor edge = p.log().maximum(LOG_FLOOR).sub(p.complement().log().maximum(LOG_FLOOR));
        return interior.where(exact, linear(p, edge, SLOPE_FLOOR));
    }

    /** The logarithms of probabilities; with {@code epsilon > 0}, of probabilities clipped to [ε, 1 − ε]. */
    public static Tensor log(Tensor probability, double epsilon) {
        Tensor p = epsilon > 0 ? probability.clamp(epsilon, 1 - epsilon) : probability;
        Tensor interior = p.greater(SLOPE_FLOOR);
        return interior.where(interior.where(p, 1).log(), linear(p, p.log().maximum(LOG_FLOOR), SLOPE_FLOOR));
    }

    /** The logarithms of the probabilities of classes along an axis; with {@code epsilon > 0} made to sum to 1 first. */
    public static Tensor logOfClasses(Tensor probability, int axis, double epsilon) {
        return log(epsilon > 0 ? probability.div(probability.sum(axis, true)) : probability, epsilon);
    }

    /** The value {@code at}, with the gradient 1/{@code run} by {@code x}. */
    private static Tensor linear(Tensor x, Tensor at, double run) {
        return at.stopGradient().add(x.sub(x.stopGradient()).div(run));
    }
}
