package org.losses4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;

/** Averages of a number over batches, by name, in double. */
final class Averages {
    private final Map<String, Average> byName = new LinkedHashMap<>();

    synchronized void reset(String name) {
        byName.put(name, new Average(0, 0));
    }

    synchronized void add(String name, double value) {
        byName.merge(name, new Average(value, 1), (a, b) -> new Average(a.sum + b.sum, a.count + b.count));
    }

    /** The average; NaN if nothing was added. */
    synchronized double get(String name) {
        Average average = byName.get(name);
        if (average == null) {
            throw new IllegalArgumentException("There is no accumulator '" + name + "', but " + byName.keySet());
        }
        return average.sum / average.count;
    }

    private record Average(double sum, long count) {}
}
