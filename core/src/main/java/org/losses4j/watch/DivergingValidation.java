package org.losses4j.watch;

import java.util.Locale;

/**
 * The validation loss rises while the training loss falls.
 *
 * @param step the step at which it was noticed
 * @param best the step of the lowest smoothed validation loss
 * @param bestValidation the validation loss there, smoothed
 * @param validation the validation loss now, smoothed
 * @param bestTraining the training loss there
 * @param training the training loss now
 */
public record DivergingValidation(
        long step, long best, double bestValidation, double validation, double bestTraining, double training)
        implements WatchEvent {

    @Override
    public String symptom() {
        return String.format(
                Locale.ROOT,
                "The validation loss has risen from %.4g at step %d to %.4g at step %d, while the training loss fell from"
                        + " %.4g to %.4g.",
                bestValidation,
                best,
                validation,
                step,
                bestTraining,
                training);
    }

    @Override
    public String cause() {
        return "overfitting: the network learns the training examples by heart.";
    }

    @Override
    public String remedy() {
        return "take the parameters of step " + best + " (early stopping); more data or augmentation, weight decay,"
                + " dropout, a smaller network.";
    }
}
