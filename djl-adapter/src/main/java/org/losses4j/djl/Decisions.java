package org.losses4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The roads that were decided on lately, and whether their signatures have come more than once. */
final class Decisions {
    private static final int CAPACITY = 1024;

    private final Map<Request.Signature, Decision> decided = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, Decision> eldest) {
            return size() > CAPACITY;
        }
    };

    /** The decision on a signature, which {@code decide} makes when it comes for the first time. */
    synchronized Decision on(Request.Signature signature, Supplier<Road> decide) {
        Decision known = decided.get(signature);
        Decision decision = known == null ? new Decision(decide.get(), false) : new Decision(known.road, true);
        decided.put(signature, decision);
        return decision;
    }

    /**
     * A decision.
     *
     * @param road the best for the signature
     * @param again whether it was made earlier
     */
    record Decision(Road road, boolean again) {}
}
