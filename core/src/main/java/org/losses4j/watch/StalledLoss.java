package org.losses4j.watch;

import java.util.Locale;

/**
 * The loss has not fallen for long.
 *
 * @param step the step at which it was noticed
 * @param since the step since which it has not fallen
 * @param first the loss of the first step
 * @param lowest the lowest smoothed loss
 */
public record StalledLoss(long step, long since, double first, double lowest) implements WatchEvent {
    private static final double HARDLY = 0.1;

    /** Whether the loss has never fallen by a tenth of the first: the network has learnt nothing, rather than converged. */
    public boolean fromTheStart() {
        return first - lowest < HARDLY * Math.abs(first);
    }

    @Override
    public String symptom() {
        return String.format(
                Locale.ROOT,
                "The loss has not fallen since step %d (now %d): it began at %.4g and stays at %.4g.",
                since,
                step,
                first,
                lowest);
    }

    @Override
    public String cause() {
        return fromTheStart()
                ? "the network learns nothing: a learning rate that is far off, features that are not scaled, labels that"
                        + " do not belong to their examples, or units that are saturated or dead."
                : "the training has converged, or the learning rate is too large to get any lower.";
    }

    @Override
    public String remedy() {
        return fromTheStart()
                ? "try learning rates ten times smaller and larger; scale the features; train on ten examples, which must"
                        + " drive the loss to nearly 0; check the order of the labels."
                : "stop, if the result is good; else lower the learning rate; if it is still too high then, the network"
                        + " is too small, or too regularised.";
    }
}
