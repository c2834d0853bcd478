package org.losses4j.engine;

/** Engines that tests of other packages need. */
public final class EngineFixtures {
    private EngineFixtures() {}

    /** An engine that fails at every kernel of vectors. */
    public static Engine failing(EngineOptions options, String message) {
        return new Engine(options, (laneByLane, vectors) -> {
            throw new IllegalStateException(message);
        });
    }
}
