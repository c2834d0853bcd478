package org.losses4j.watch;

import java.util.Locale;

/**
 * The loss is high, yet the gradient at the output is nearly 0, because the outputs are at the ends of their range.
 *
 * @param step the step at which it was noticed
 * @param loss the loss, smoothed
 * @param gradient the norm of the gradient by the output layer's parameters
 * @param saturated the share of outputs at the ends of their range, within [0, 1]
 */
public record VanishingOutputGradient(long step, double loss, double gradient, double saturated) implements WatchEvent {

    @Override
    public String symptom() {
        return String.format(
                Locale.ROOT,
                "At step %d the loss is %.4g, but the gradient at the output only %.2g; %.0f %% of the outputs are at the"
                        + " ends of their range.",
                step,
                loss,
                gradient,
                100 * saturated);
    }

    @Override
    public String cause() {
        return "a sigmoid, softmax or tanh is saturated, and the loss, such as a squared error, does not undo its flat"
                + " ends.";
    }

    @Override
    public String remedy() {
        return "use a loss that contains the activation and reads logits (binary_cross_entropy after a sigmoid,"
                + " categorical_cross_entropy after a softmax); else start with smaller output weights, scale the"
                + " features, lower the learning rate.";
    }
}
