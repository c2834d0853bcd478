package org.losses4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;

/** How often a signature was seen lately. */
final class Sightings {
    private static final int CAPACITY = 1024;

    private final Map<Request.Signature, Integer> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, Integer> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Counts one more; gives the number so far. */
    synchronized int countUp(Request.Signature signature) {
        return counts.merge(signature, 1, (a, b) -> Math.min(2, a + b));
    }
}
