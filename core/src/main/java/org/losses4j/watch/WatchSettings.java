package org.losses4j.watch;

/**
 * The limits at which a {@link TrainingMonitor} reports an event. Losses are compared by ratios, so that no limit depends on
 * their scale.
 *
 * @param patience the number of steps without a fall of the loss after which it has stalled, if they are a third of the
 *     training so far as well; ≥ 1; default 1,000
 * @param leastFall the share of itself by which the smoothed loss must decrease for a fall; ≥ 0; default 0.01
 * @param validationPatience the number of validations in a row at which the validation loss must be risen; ≥ 1; default 5
 * @param leastRise the share of its lowest value by which the smoothed validation loss must have risen; ≥ 0; default 0.1
 * @param vanishingSteps the number of steps in a row at which the output's gradient must be nearly 0; ≥ 1; default 50
 * @param vanishingRatio the ratio of gradient norm to loss below which a gradient is nearly 0; ≥ 0, 0 turns the check off;
 *     default 0.001
 * @param collapseSteps the number of steps without a move of the loss after which it is compared with the loss of equal
 *     embeddings; ≥ 1; default 100
 */
public record WatchSettings(
        int patience,
        double leastFall,
        int validationPatience,
        double leastRise,
        int vanishingSteps,
        double vanishingRatio,
        int collapseSteps) {

    public WatchSettings {
        positive("patience", patience);
        positive("validationPatience", validationPatience);
        positive("vanishingSteps", vanishingSteps);
        positive("collapseSteps", collapseSteps);
        notNegative("leastFall", leastFall);
        notNegative("leastRise", leastRise);
        notNegative("vanishingRatio", vanishingRatio);
    }

    /** The defaults. */
    public WatchSettings() {
        this(1_000, 0.01, 5, 0.1, 50, 1e-3, 100);
    }

    /** The same settings with another patience; {@code Integer.MAX_VALUE} turns the check off, as adversarial losses need. */
    public WatchSettings withPatience(int steps) {
        return new WatchSettings(
                steps, leastFall, validationPatience, leastRise, vanishingSteps, vanishingRatio, collapseSteps);
    }

    /** The same settings with another least fall. */
    public WatchSettings withLeastFall(double share) {
        return new WatchSettings(
                patience, share, validationPatience, leastRise, vanishingSteps, vanishingRatio, collapseSteps);
    }

    /** The same settings with another patience with the validation loss, and another least rise of it. */
    public WatchSettings withValidation(int validations, double rise) {
        return new WatchSettings(patience, leastFall, validations, rise, vanishingSteps, vanishingRatio, collapseSteps);
    }

    /** The same settings with other limits for the output's gradient. */
    public WatchSettings withVanishing(int steps, double ratio) {
        return new WatchSettings(patience, leastFall, validationPatience, leastRise, steps, ratio, collapseSteps);
    }

    /** The same settings with another number of steps for equal embeddings; {@code Integer.MAX_VALUE} turns the check off. */
    public WatchSettings withCollapse(int steps) {
        return new WatchSettings(
                patience, leastFall, validationPatience, leastRise, vanishingSteps, vanishingRatio, steps);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("The watch's " + name + " must be at least 1, got " + value);
        }
    }

    private static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "The watch's " + name + " must be a finite number, 0 or above, got " + value);
        }
    }
}
