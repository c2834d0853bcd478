package org.losses4j.loss.classification;

import java.util.List;
import java.util.Optional;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Binary cross-entropy: the negative log-likelihood of yes-or-no labels, for two classes, or for several labels that do not
 * exclude each other.
 *
 * <p>w · (v · y · (−log p) + (1 − y) · (−log(1 − p))) with p = σ(prediction), v the {@code pos_weight} and w the {@code
 * class_weights} of the label, both [C] and 1 if left out; [N, …, C] → [N, …, C]. Targets in [0, 1], soft ones allowed.
 * Finite and right for |logit| up to 10⁹.
 *
 * @param fromLogits whether the prediction is the logit (default) or the probability
 * @param labelSmoothing s: targets become y(1 − s) + s/2; within [0, 1); default 0
 * @param epsilon for probabilities: clips them to [ε, 1 − ε] as Keras does; 0 (default) floors logarithms at −100 as
 *     PyTorch does
 */
public record BinaryCrossEntropy(boolean fromLogits, double labelSmoothing, double epsilon) implements Loss {
    private static final String NAME = "binary_cross_entropy";

    public BinaryCrossEntropy {
        Require.smoothing(NAME, labelSmoothing);
        Require.clipping(NAME, epsilon);
    }

    public BinaryCrossEntropy() {
        this(true, 0, 0);
    }

    @Override
    public List<Role> roles() {
        Role perLabel = Role.given(Role.CLASS_WEIGHTS, Role.ShapeRule.CLASSES)
                .of(AllowedValues.NOT_NEGATIVE)
                .orNone();
        Role ofPositives = Role.given(Role.POS_WEIGHT, Role.ShapeRule.CLASSES)
                .of(AllowedValues.NOT_NEGATIVE)
                .orNone();
        return List.of(Role.prediction(), Role.target(), perLabel, ofPositives);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Surprisals surprisals = Surprisals.of(prediction, fromLogits, epsilon);
        Tensor target = Targets.smoothed(inputs.get(Role.TARGET), labelSmoothing, 2);
        Tensor positive = target.mul(surprisals.ofYes());
        Tensor negative = target.complement().mul(surprisals.ofNo());
        Optional<Tensor> ofPositives = inputs.find(Role.POS_WEIGHT);
        Tensor loss = ofPositives.map(positive::mul).orElse(positive).add(negative);
        return inputs.find(Role.CLASS_WEIGHTS).map(loss::mul).orElse(loss);
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return new LossDescription(
                Task.BINARY_CLASSIFICATION,
                "The likelihood of a yes or no, for one label or several.",
                "v·y·(−log p) + (1−y)·(−log(1−p)); p = σ(prediction)",
                fromLogits ? Activation.IDENTITY : Activation.SIGMOID,
                fromLogits ? Activation.SIGMOID : Activation.IDENTITY,
                "PyTorch, BCEWithLogitsLoss; Keras, BinaryCrossentropy");
    }
}
