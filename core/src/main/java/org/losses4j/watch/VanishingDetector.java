package org.losses4j.watch;

import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Detects a saturated output: its gradients are small while the loss is high. An output that has learnt has a low loss too. */
final class VanishingDetector {
    private static final double STILL_HIGH = 0.5;
    private static final double MOST = 0.5;

    private final WatchSettings settings;
    private int small;

    VanishingDetector(WatchSettings settings) {
        this.settings = settings;
    }

    /** {@code saturated}, the share of saturated outputs, is asked for only when loss and gradients hint at saturation. */
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
