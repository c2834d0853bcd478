package org.losses4j.watch;

import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Detects an embedding that has collapsed to one point. The loss of a collapsed one is known, so slow learning does not count. */
final class CollapseDetector {
    private static final double NEARLY = 0.01;

    private final WatchSettings settings;
    private double reference = Double.NaN;
    private long since;

    CollapseDetector(WatchSettings settings) {
        this.settings = settings;
    }

    /** {@code collapsed}, the loss of a collapsed embedding, is asked for only when the loss has not moved for long. */
    Optional<WatchEvent> step(long step, double loss, DoubleSupplier collapsed) {
        if (!near(loss, reference)) {
            reference = loss;
            since = step;
        }
        if (step - since < settings.collapseSteps()) {
            return Optional.empty();
        }
        long still = since;
        double there = collapsed.getAsDouble();
        reference = loss;
        since = step;
        return near(loss, there) ? Optional.of(new CollapsedEmbedding(step, still, loss, there)) : Optional.empty();
    }

    private static boolean near(double loss, double reference) {
        return Math.abs(loss - reference) <= NEARLY * Math.abs(reference);
    }
}
