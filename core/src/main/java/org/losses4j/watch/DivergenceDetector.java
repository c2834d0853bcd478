package org.losses4j.watch;

import java.util.Optional;

/** Detects a validation loss that rises while the training loss falls; one that merely wavers does not count. */
final class DivergenceDetector {
    private static final double SPAN = 3;
    // A share of the first validation loss: smaller rises are noise.
    private static final double NEGLIGIBLE = 0.01;

    private final WatchSettings settings;
    private final SmoothedLoss smoothed = new SmoothedLoss(SPAN);
    private double trainingSum;
    private long trainingSteps;
    private double first = Double.NaN;
    private long best;
    private double bestValidation = Double.POSITIVE_INFINITY;
    private double bestTraining;
    private int risen;

    DivergenceDetector(WatchSettings settings) {
        this.settings = settings;
    }

    void step(double loss) {
        trainingSum += loss;
        trainingSteps++;
    }

    Optional<WatchEvent> validation(long step, double loss) {
        if (trainingSteps == 0) {
            return Optional.empty();
        }
        double training = trainingSum / trainingSteps;
        trainingSum = 0;
        trainingSteps = 0;
        double now = smoothed.add(loss);
        if (Double.isNaN(first)) {
            first = now;
        }
        if (now < bestValidation) {
            best = step;
            bestValidation = now;
            bestTraining = training;
        }
        double tolerated = Math.max(settings.leastRise() * Math.abs(bestValidation), NEGLIGIBLE * Math.abs(first));
        risen = now - bestValidation > tolerated && training < bestTraining ? risen + 1 : 0;
        return risen >= settings.validationPatience()
                ? Optional.of(new DivergingValidation(step, best, bestValidation, now, bestTraining, training))
                : Optional.empty();
    }
}
