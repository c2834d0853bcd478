package org.losses4j.loss.classification;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Values;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** What the losses of classes do with their targets, dense or by index. */
final class Targets {
    private Targets() {}

    /** Targets in which each of {@code classes} classes gets its part of the share s. */
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
        Tensor certain = rest.equal(0);
        return certain.where(0, certain.where(1, rest).pow(gamma));
    }

    static List<Role> denseRoles() {
        return List.of(Role.prediction(), Role.target(), classWeights());
    }

    static List<Role> sparseRoles() {
        return List.of(Role.prediction(), Role.given(Role.TARGET, Role.Extent.ROWS), classWeights());
    }

    private static Role classWeights() {
        return Role.given(Role.CLASS_WEIGHTS, Role.Extent.CLASSES)
                .of(Values.NOT_NEGATIVE)
                .orNone();
    }

    /** The rule for class indices along an axis of the prediction. */
    static Values indices(Role role, Shapes shapes, int axis, @Nullable Integer ignored) {
        return role.name().equals(Role.TARGET)
                ? Values.classIndex(shapes.get(Role.PREDICTION).extent(axis), ignored)
                : role.values();
    }

    /** The class weights, shaped to run along an axis of a tensor of the given rank. */
    static Optional<Tensor> classWeights(Inputs inputs, int axis) {
        Shape prediction = inputs.get(Role.PREDICTION).shape();
        int behind = prediction.rank() - prediction.axis(axis);
        return inputs.find(Role.CLASS_WEIGHTS).map(weights -> weights.alignLeft(behind));
    }

    /** Of values along the class axis, the one of the target class; 0 if it is ignored, NaN if the target is. */
    static Tensor pick(Tensor values, Tensor target, int axis) {
        int counted = values.shape().axis(axis);
        Tensor chosen = target.oneHot(values.shape().extent(counted), counted);
        return chosen.where(values, 0).sum(counted, false).add(target.mul(0));
    }

    /** What the target makes each unit count for: its class's weight, nothing if it is ignored. */
    static Optional<Tensor> unitWeights(Inputs inputs, int axis, @Nullable Integer ignored) {
        Tensor target = inputs.get(Role.TARGET);
        Optional<Tensor> picked = classWeights(inputs, axis)
                .map(weights -> pick(weights.expand(inputs.get(Role.PREDICTION).shape()), target, axis));
        if (picked.isEmpty() && ignored != null) {
            return Optional.of(target.equal(ignored).complement());
        }
        return picked.map(weights -> unlessIgnored(weights, target, ignored));
    }

    /** The values of units, 0 where the target is the ignored index. */
    static Tensor unlessIgnored(Tensor values, Tensor target, @Nullable Integer ignored) {
        return ignored == null ? values : target.equal(ignored).where(0, values);
    }
}
