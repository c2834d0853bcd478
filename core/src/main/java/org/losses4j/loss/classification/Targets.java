package org.losses4j.loss.classification;

import java.util.List;
import java.util.Optional;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Role;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Helpers of the classification losses for their targets, dense or class indices. */
final class Targets {
    private Targets() {}

    /** Label smoothing: moves {@code share} of each target to all {@code classes} classes alike. */
    static Tensor smoothed(Tensor target, double share, int classes) {
        return share == 0 ? target : target.mul(1 - share).add(share / classes);
    }

    /** −t · log p, which is 0 where t is 0 whatever p is. */
    static Tensor crossEntropy(Tensor target, Tensor logProbability) {
        return target.mul(target.equal(0).where(0, logProbability)).neg();
    }

    /** (1 − p)^γ, with a finite gradient also where p is 1. */
    static Tensor faded(Tensor logProbability, double gamma) {
        Tensor rest = logProbability.expm1().neg();
        if (gamma == Math.rint(gamma)) {
            return rest.pow(gamma);
        }
        Tensor certain = rest.equal(0);
        return certain.where(0, certain.where(1, rest).pow(gamma));
    }

    static List<Role> denseRoles() {
        return List.of(Role.prediction(), Role.target(), classWeights());
    }

    static Role classWeights() {
        return Role.given(Role.CLASS_WEIGHTS, Role.ShapeRule.CLASSES)
                .of(AllowedValues.NOT_NEGATIVE)
                .orNone();
    }

    /** The class weights, shaped to run along an axis of a tensor of the given rank. */
    static Optional<Tensor> classWeights(Inputs inputs, int axis) {
        Shape prediction = inputs.get(Role.PREDICTION).shape();
        int behind = prediction.rank() - prediction.axis(axis);
        return inputs.find(Role.CLASS_WEIGHTS).map(weights -> weights.alignLeft(behind));
    }
}
