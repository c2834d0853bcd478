package org.losses4j.engine;

import java.util.function.BinaryOperator;
import org.losses4j.engine.internal.codegen.Kernel;

/** Engines that tests of other packages need. */
public final class EngineFixtures {
    private EngineFixtures() {}

    /** An engine that fails at every kernel of vectors. */
    public static Engine failing(EngineOptions options, String message) {
        BinaryOperator<Kernel> tiers = (laneByLane, vectors) -> {
            throw new IllegalStateException(message);
        };
        return new Engine(options, tiers, (pass, result) -> {});
    }
}
