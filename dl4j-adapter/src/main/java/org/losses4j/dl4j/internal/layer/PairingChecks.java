package org.losses4j.dl4j.internal.layer;

import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.util.OutputLayerUtil;
import org.losses4j.Activation;
import org.losses4j.CompositeObjective;
import org.losses4j.LossDescription;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.nd4j.linalg.activations.IActivation;

/**
 * Checks that an objective, the activation in front of it and the number of outputs fit each other, as Deeplearning4j does
 * for its own losses.
 */
public final class PairingChecks {
    private static final Set<Activation> SHARES = Set.of(Activation.SOFTMAX, Activation.LOG_SOFTMAX);
    private static final Set<Activation> PROBABILITIES = Set.of(Activation.SOFTMAX, Activation.SIGMOID);

    private PairingChecks() {}

    /**
     * Checks a layer that is being built.
     *
     * @param outputs the number of outputs; 0 if it is not known
     * @param weights whether the layer has weights, so that the layer before it does not limit the range of its output
     * @throws DL4JInvalidConfigException with the loss, the activation and what to do
     */
    public static void check(Objective objective, IActivation activation, long outputs, boolean weights) {
        if (objective instanceof CompositeObjective sum) {
            sum.terms().forEach(term -> check(term.objective(), activation, outputs, weights));
            return;
        }
        String loss = objective.name();
        LossDescription description = ((LossObjective) objective).loss().description();
        Activation known = Activations.of(activation);
        if (description.logits() == Activation.SIGMOID && known == Activation.SOFTMAX) {
            throw new DL4JInvalidConfigException(loss + " contains a sigmoid and judges each output by itself, but the"
                    + " layer has the activation softmax, which makes the outputs shares of one whole. For one class out"
                    + " of several use categorical_cross_entropy, or its sparse form for class indices; for several"
                    + " labels at once leave the activation out." + insist(loss));
        }
        if (SHARES.contains(description.logits()) && known == Activation.SIGMOID) {
            throw new DL4JInvalidConfigException(loss + " contains a softmax over the outputs, but the layer has the"
                    + " activation sigmoid, which makes each output a probability by itself. For one class out of several"
                    + " leave the activation out; for several labels at once use binary_cross_entropy." + insist(loss));
        }
        if (SHARES.contains(description.logits()) && outputs == 1 && known != Activation.SOFTMAX) {
            throw new DL4JInvalidConfigException(
                    loss + " contains a softmax over the outputs, and over a single output a"
                            + " softmax is always 1: nothing would be learnt. Give the layer an output for each class, or use"
                            + " binary_cross_entropy for two classes in one output");
        }
        if (PROBABILITIES.contains(description.activation())
                && OutputLayerUtil.activationExceedsZeroOneRange(activation, !weights)) {
            throw new DL4JInvalidConfigException(loss + " reads probabilities, but the layer's activation " + activation
                    + " gives numbers outside 0 to 1: leave the activation out, or let the loss read logits where it has a"
                    + " parameter from_logits");
        }
    }

    private static String insist(String loss) {
        return " If it is meant as it is, " + loss + "(from_logits=false) takes the layer's output for probabilities";
    }
}
