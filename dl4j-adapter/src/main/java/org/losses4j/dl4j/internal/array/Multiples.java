package org.losses4j.dl4j.internal.array;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;

/** Objectives times a number of examples, made once for each: gradients are handed to updaters as sums over examples. */
public final class Multiples {
    // Batches have few sizes; where they have many, making one again costs little.
    private static final int CAPACITY = 64;

    private final Map<Multiple, Objective> known = new ConcurrentHashMap<>();

    private record Multiple(Objective objective, long factor) {}

    public Objective of(Objective objective, long factor) {
        if (factor == 1) {
            return objective;
        }
        if (known.size() >= CAPACITY) {
            known.clear();
        }
        return known.computeIfAbsent(
                new Multiple(objective, factor),
                key -> new CompositeObjective(List.of(new CompositeObjective.Term(factor, objective))));
    }
}
