package org.losses4j.dl4j;

import org.jspecify.annotations.Nullable;
import org.losses4j.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Deeplearning4j's activations as the core knows them. */
final class Activations {
    private Activations() {}

    /** What the core calls it, or null if it has no name for it. */
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
}
