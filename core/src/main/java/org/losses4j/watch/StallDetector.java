package org.losses4j.watch;

import java.util.Optional;

/** Detects a loss that has stopped falling; one that falls noisily or slowly does not count. */
final class StallDetector {
    // A third of the training so far: a loss that falls as a power of time always falls within that.
    private static final double SHARE = 1.0 / 3;
    private static final double SMOOTHED_SHARE = 1.0 / 20;
    private static final double LEAST_SPAN = 5;

    private final WatchSettings settings;
    private final SmoothedLoss smoothed;
    private double first = Double.NaN;
    private double lowest = Double.NaN;
    private double reference = Double.NaN;
    private long since;

    StallDetector(WatchSettings settings) {
        this.settings = settings;
        this.smoothed = new SmoothedLoss(Math.max(LEAST_SPAN, settings.patience() * SMOOTHED_SHARE));
    }

    Optional<WatchEvent> step(long step, double loss) {
        double now = smoothed.add(loss);
        if (Double.isNaN(first)) {
            first = loss;
            lowest = now;
            restart(step, now);
        }
        lowest = Math.min(lowest, now);
        if (reference - now > settings.leastFall() * Math.abs(reference)) {
            restart(step, now);
        }
        long waited = step - since;
        return waited >= settings.patience() && waited >= SHARE * step
                ? Optional.of(new StalledLoss(step, since, first, lowest))
                : Optional.empty();
    }

    double first() {
        return first;
    }

    double now() {
        return smoothed.get();
    }

    double lowest() {
        return lowest;
    }

    private void restart(long step, double now) {
        since = step;
        reference = now;
    }
}
