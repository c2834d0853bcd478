package org.losses4j.loss.classification;

import org.losses4j.loss.internal.Probabilities;
import org.losses4j.tensor.Tensor;

/**
 * The surprisals of a yes or no, of which the yes has the probability p.
 *
 * @param ofYes −log p
 * @param ofNo −log(1 − p)
 */
record Surprisals(Tensor ofYes, Tensor ofNo) {

    /** Those of a prediction, which is the logit of p, or p itself, clipped to [ε, 1 − ε] if {@code epsilon > 0}. */
    static Surprisals of(Tensor prediction, boolean fromLogits, double epsilon) {
        return fromLogits
                ? ofLogits(prediction)
                : new Surprisals(
                        Probabilities.logOfYes(prediction, epsilon).neg(),
                        Probabilities.logOfNo(prediction, epsilon).neg());
    }

    static Surprisals ofLogits(Tensor logit) {
        return new Surprisals(logit.neg().softplus(), logit.softplus());
    }

    /** (1 − p)^γ · (−log p). */
    Tensor fadedYes(double gamma) {
        return faded(ofYes, ofNo, gamma);
    }

    /** p^γ · (−log(1 − p)). */
    Tensor fadedNo(double gamma) {
        return faded(ofNo, ofYes, gamma);
    }

    private static Tensor faded(Tensor surprisal, Tensor ofOther, double gamma) {
        return gamma == 0 ? surprisal : ofOther.mul(-gamma).exp().mul(surprisal);
    }
}
