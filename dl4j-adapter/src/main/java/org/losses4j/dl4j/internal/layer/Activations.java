package org.losses4j.dl4j.internal.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.losses4j.CompositeObjective;
import org.losses4j.LossDescription;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Maps Deeplearning4j's activations to the core's, and back. */
public final class Activations {
    private Activations() {}

    /** The core's constant for an activation, or null if it has none. */
    static @Nullable Activation of(IActivation activation) {
        if (activation instanceof ActivationIdentity) {
            return Activation.IDENTITY;
        }
        if (activation instanceof ActivationSigmoid) {
            return Activation.SIGMOID;
        }
        if (activation instanceof ActivationSoftmax) {
            return Activation.SOFTMAX;
        }
        if (activation instanceof ActivationTanH) {
            return Activation.TANH;
        }
        return activation instanceof ActivationSoftPlus || activation instanceof ActivationReLU
                ? Activation.POSITIVE
                : null;
    }

    /**
     * The activation of the layer in front of the objective unless the user chooses another. For a sum it is the first
     * term's; the identity where one term contains a sigmoid and another a softmax, because each then reads logits.
     */
    public static IActivation natural(Objective objective) {
        if (objective instanceof CompositeObjective sum) {
            List<IActivation> ofTerms =
                    sum.terms().stream().map(term -> natural(term.objective())).toList();
            boolean contradict = ofTerms.stream().anyMatch(ActivationSigmoid.class::isInstance)
                    && ofTerms.stream().anyMatch(ActivationSoftmax.class::isInstance);
            return contradict ? new ActivationIdentity() : ofTerms.get(0);
        }
        LossDescription description = ((LossObjective) objective).loss().description();
        return switch (description.fromLogits() ? description.logits() : description.activation()) {
            case IDENTITY -> new ActivationIdentity();
            case SIGMOID -> new ActivationSigmoid();
            case SOFTMAX, LOG_SOFTMAX -> new ActivationSoftmax();
            case POSITIVE -> new ActivationSoftPlus();
            case TANH -> new ActivationTanH();
        };
    }
}
