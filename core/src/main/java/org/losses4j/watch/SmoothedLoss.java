package org.losses4j.watch;

/** The exponentially weighted mean of a noisy series, without bias from its first value on. */
final class SmoothedLoss {
    private final double rate;
    private double sum;
    private double weight;

    /** A mean over about {@code span} values. */
    SmoothedLoss(double span) {
        this.rate = 1 / Math.max(1, span);
    }

    double add(double value) {
        sum += rate * (value - sum);
        weight += rate * (1 - weight);
        return get();
    }

    /** The mean; NaN before the first value. */
    double get() {
        return weight == 0 ? Double.NaN : sum / weight;
    }
}
