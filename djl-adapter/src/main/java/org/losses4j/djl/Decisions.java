package org.losses4j.djl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.losses4j.tensor.Shape;

/** The roads that were decided on lately, for signatures that come often. */
final class Decisions {
    private static final int CAPACITY = 1024;

    // About as many elements by autograd take as long as compiling and the first, slow runs of what was compiled.
    private static final long WORTH_COMPILING = 1 << 22;

    private final int patience;
    private final Map<Request.Signature, Decision> decided = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, Decision> eldest) {
            return size() > CAPACITY;
        }
    };

    /**
     * No decisions yet.
     *
     * @param patience how many times a signature comes, at the most, before it is decided on
     */
    Decisions(int patience) {
        this.patience = patience;
    }

    /** The decision on a signature, which {@code decide} makes as soon as it pays; empty before. */
    synchronized Optional<Road> on(Request.Signature signature, Supplier<Road> decide) {
        Decision decision = decided.computeIfAbsent(signature, missing -> new Decision());
        if (decision.road.isEmpty()) {
            if (decision.seen >= patience || (decision.seen + 1) * size(signature) >= WORTH_COMPILING) {
                decision.road = Optional.of(decide.get());
            }
            decision.seen++;
        }
        return decision.road;
    }

    private static long size(Request.Signature signature) {
        return signature.shapes().stream().mapToLong(Shape::size).max().orElse(0);
    }

    private static final class Decision {
        private int seen;
        private Optional<Road> road = Optional.empty();
    }
}
