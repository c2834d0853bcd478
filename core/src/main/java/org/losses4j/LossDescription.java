package org.losses4j;

import java.io.Serializable;

/**
 * The catalogue's entry of a loss, with the activations that an adapter must know.
 *
 * @param task the task that the loss is made for
 * @param summary one sentence
 * @param formula the mathematics, on one line
 * @param activation the output activation whose values the loss reads
 * @param logits the activation that the loss itself contains, so that it reads the raw output before it; IDENTITY if none
 * @param reference the paper or source
 */
public record LossDescription(
        Task task, String summary, String formula, Activation activation, Activation logits, String reference)
        implements Serializable {

    /** The description of a loss that reads the values of {@code activation} and contains none itself. */
    public static LossDescription of(
            Task task, String summary, String formula, Activation activation, String reference) {
        return new LossDescription(task, summary, formula, activation, Activation.IDENTITY, reference);
    }

    /** The description of a loss that contains {@code activation}, and so reads the network's raw output. */
    public static LossDescription ofLogits(
            Task task, String summary, String formula, Activation activation, String reference) {
        return new LossDescription(task, summary, formula, Activation.IDENTITY, activation, reference);
    }

    /** Whether the loss reads logits: it contains the activation, in a form that cannot overflow. */
    public boolean fromLogits() {
        return logits != Activation.IDENTITY;
    }
}
