package org.losses4j.loss.internal;

import java.util.function.UnaryOperator;
import org.losses4j.tensor.Tensor;

/**
 * Logarithms of probabilities, for losses behind a sigmoid or softmax of the network, which has rounded the
 * probabilities already; losses of logits are exact instead.
 *
 * <p>With {@code epsilon > 0} probabilities are clipped to [ε, 1 − ε], as Keras does; without, logarithms are floored
 * at −100 and slopes capped at 10¹², as PyTorch does.
 */
public final class Probabilities {
    private static final double LOG_FLOOR = -100;
    private static final double LARGEST_SLOPE = 1e12;

    private Probabilities() {}

    /** The logarithms of probabilities; with {@code epsilon > 0}, of probabilities clipped to [ε, 1 − ε]. */
    public static Tensor log(Tensor probability, double epsilon) {
        Tensor p = clipped(probability, epsilon);
        return floored(p, p.greater(1 / LARGEST_SLOPE), 1, Tensor::log, p.constant(LARGEST_SLOPE));
    }

    /**
     * The logarithms of the probabilities p of a yes. The slope 1/p is computed as (1 − p) / p·(1 − p), and the divisor limited, so that
     * it is 0 for a p of 1.
     */
    public static Tensor logOfYes(Tensor probability, double epsilon) {
        Tensor p = clipped(probability, epsilon);
        return floored(p, isUncertain(p), 0.5, Tensor::log, p.complement().mul(LARGEST_SLOPE));
    }

    /** The logarithms of the probabilities 1 − p of a no, with slopes that are limited as those of a yes. */
    public static Tensor logOfNo(Tensor probability, double epsilon) {
        Tensor p = clipped(probability, epsilon);
        return floored(p.neg(), isUncertain(p), -0.5, Tensor::log1p, p.mul(LARGEST_SLOPE));
    }

    /** The logarithms of the probabilities of classes along an axis; with {@code epsilon > 0} made to sum to 1 first. */
    public static Tensor logOfClasses(Tensor probability, int axis, double epsilon) {
        return log(epsilon > 0 ? probability.div(probability.sum(axis, true)) : probability, epsilon);
    }

    private static Tensor clipped(Tensor probability, double epsilon) {
        return epsilon > 0 ? probability.clamp(epsilon, 1 - epsilon) : probability;
    }

    private static Tensor isUncertain(Tensor p) {
        return p.mul(p.complement()).greater(1 / LARGEST_SLOPE);
    }

    /**
     * A logarithm of x, but floored, and with the given slope, outside of an interior.
     *
     * @param inside some x of the interior
     */
    private static Tensor floored(
            Tensor x, Tensor interior, double inside, UnaryOperator<Tensor> logarithm, Tensor slope) {
        Tensor edge = logarithm.apply(x).maximum(LOG_FLOOR).stopGradient();
        Tensor step = x.sub(x.stopGradient());
        return interior.where(logarithm.apply(interior.where(x, inside)), edge.add(step.mul(slope.stopGradient())));
    }
}
