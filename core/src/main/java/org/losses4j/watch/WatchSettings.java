package org.losses4j.watch;

/**
 * The limits at which a {@link TrainingMonitor} reports an event. Losses are compared relative to themselves, so none of it depends on units.
 *
 * @param patience how many steps a loss may go without falling, at least; it may also always go for a third of the
 *     training so far; ≥ 1; default 1,000
 * @param leastFall by which share of itself a smoothed loss must fall to have fallen; ≥ 0; default 0.01
 * @param validationPatience for how many validations in a row the validation loss must be up; ≥ 1; default 5
 * @param leastRise by which share of itself the smoothed validation loss must have risen; ≥ 0; default 0.1
 * @param vanishingSteps for how many steps in a row the output's gradient must be nearly 0; ≥ 1; default 50
 * @param vanishingRatio what is nearly 0: norm of the gradient ÷ loss; ≥ 0, 0 turns it off; default 0.001
 * @param collapseSteps for how many steps the loss must stay where it is when all embeddings are equal; ≥ 1; default 100
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

    /** The same with another patience; {@code Integer.MAX_VALUE} turns it off, as is right for adversarial losses. */
    public WatchSettings withPatience(int steps) {
        return new WatchSettings(
                steps, leastFall, validationPatience, leastRise, vanishingSteps, vanishingRatio, collapseSteps);
    }

    /** The same with another least fall. */
    public WatchSettings withLeastFall(double share) {
        return new WatchSettings(
                patience, share, validationPatience, leastRise, vanishingSteps, vanishingRatio, collapseSteps);
    }

    /** The same with other demands on a rise of the validation loss. */
    public WatchSettings withValidation(int validations, double rise) {
        return new WatchSettings(patience, leastFall, validations, rise, vanishingSteps, vanishingRatio, collapseSteps);
    }

    /** The same with other demands on the output's gradient. */
    public WatchSettings withVanishing(int steps, double ratio) {
        return new WatchSettings(patience, leastFall, validationPatience, leastRise, steps, ratio, collapseSteps);
    }

    /** The same with another patience with embeddings that are all equal; {@code Integer.MAX_VALUE} turns it off. */
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
