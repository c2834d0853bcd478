package org.losses4j.watch;

import java.util.Locale;

/**
 * The loss is infinite or not a number; parameters that were updated with it are lost.
 *
 * @param step the step at which it was noticed
 * @param loss the loss, NaN or infinite
 * @param before the smoothed training loss before; NaN if the first loss was not finite
 * @param lowest the lowest smoothed training loss until then; NaN if there was none
 */
public record NonFiniteLoss(long step, double loss, double before, double lowest) implements WatchEvent {
    private static final double RISE = 2;

    /** Whether the loss had been rising, to more than twice its lowest: it diverged rather than broke. */
    public boolean rising() {
        return before - lowest > (RISE - 1) * Math.abs(lowest);
    }

    @Override
    public String symptom() {
        return Double.isNaN(before)
                ? String.format(Locale.ROOT, "The loss is %s from the start (step %d).", loss, step)
                : String.format(Locale.ROOT, "The loss is %s at step %d; it was %.4g before.", loss, step, before);
    }

    @Override
    public String cause() {
        return rising()
                ? "the training diverges: the learning rate is too large."
                : "NaN or infinity in the data or the weights, a logarithm of 0 or an overflow in the network (log,"
                        + " exp, division), or half precision.";
    }

    @Override
    public String remedy() {
        return rising()
                ? "restore the last good parameters; lower the learning rate, warm it up, or clip gradients."
                : "check features and labels for NaN and their scale; use losses that read logits instead of"
                        + " probabilities; train in float32.";
    }
}
