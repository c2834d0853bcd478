package org.losses4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The roads that were decided on lately, for signatures that came more than once. */
final class Decisions {
    private static final int CAPACITY = 1024;

    private final Map<Request.Signature, Optional<Road>> decided = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, Optional<Road>> eldest) {
            return size() > CAPACITY;
        }
    };

    /**
     * The decision on a signature, which {@code decide} makes when it comes for the second time; empty the first time.
     *
     * @param atOnce whether it is made the first time already
     */
    synchronized Optional<Road> on(Request.Signature signature, boolean atOnce, Supplier<Road> decide) {
        Optional<Road> known = decided.get(signature);
        if (known != null && known.isPresent()) {
            return known;
        }
        Optional<Road> now = known == null && !atOnce ? Optional.empty() : Optional.of(decide.get());
        decided.put(signature, now);
        return now;
    }
}
