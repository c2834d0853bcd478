package org.losses4j.engine;

import org.losses4j.engine.internal.run.KernelTiers;

/** Engines that tests of other packages need. */
public final class EngineFixtures {
    private EngineFixtures() {}

    /** An engine that fails at every kernel of vectors. */
    public static Engine failing(EngineOptions options, String message) {
        KernelTiers tiers = (laneByLane, vectors, scratch, elements) -> {
            throw new IllegalStateException(message);
        };
        return tiered(options, tiers);
    }

    /** An engine with tiers of the test's own. */
    public static Engine tiered(EngineOptions options, KernelTiers tiers) {
        return new Engine(options, tiers, (pass, result) -> {});
    }
}
