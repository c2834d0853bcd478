package org.losses4j.watch;

import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Tells a saturated output from one that has learnt: both have small gradients, but only one a high loss. */
final class VanishingDetector {
    private static final double STILL_HIGH = 0.5;
    private static final double MOST = 0.5;

    private final WatchSettings settings;
    private int small;

    VanishingDetector(WatchSettings settings) {
        this.settings = settings;
    }

    /** {@code saturated} is only asked when all else speaks for it. */
    Optional<WatchEvent> step(long step, double first, double loss, double gradient, DoubleSupplier saturated) {
        boolean vanished = gradient < settings.vanishingRatio() * loss && loss > STILL_HIGH * first;
        small = vanished ? small + 1 : 0;
        if (small < settings.vanishingSteps()) {
            return Optional.empty();
        }
        small = 0;
        double share = saturated.getAsDouble();
        return share >= MOST ? Optional.of(new VanishingOutputGradient(step, loss, gradient, share)) : Optional.empty();
    }
}
