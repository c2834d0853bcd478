package org.losses4j.djl.internal.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.tensor.Shape;

/**
 * The modes that were decided on lately. Something is compiled for a signature only when it has come back often, and for
 * many signatures only now and then, so that compiling never takes more than a small part of a training.
 */
final class ModeChoice {
    /** How many decisions are kept, and so the most that is compiled at a time. */
    static final int CAPACITY = 128;

    // That many are decided on as soon as they have come often enough, and one more for each so many units of work.
    private static final int AT_ONCE = 32;
    private static final long WORK_BETWEEN = 1 << 13;
    // A unit of work is a call, or so many elements.
    private static final double ELEMENTS = 1 << 14;

    // About as many elements by autograd take as long as compiling and the first, slow runs of what was compiled.
    private static final long WORTH_COMPILING = 1 << 22;

    private static final int COUNTED = 1024;

    private final int patience;
    private final Map<Request.Signature, ExecutionMode> decided = bounded(CAPACITY);
    private final Map<Request.Signature, Integer> seen = bounded(COUNTED);
    private double allowed = AT_ONCE;

    /**
     * No decisions yet.
     *
     * @param patience how many times a signature comes, at the most, before it is decided on; 0 to decide at once, always
     */
    ModeChoice(int patience) {
        this.patience = patience;
    }

    private static <V> Map<Request.Signature, V> bounded(int capacity) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Request.Signature, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The decision on a signature, which {@code decide} makes as soon as it pays; empty before. */
    synchronized Optional<ExecutionMode> on(Request.Signature signature, Supplier<ExecutionMode> decide) {
        allowed = Math.min(AT_ONCE, allowed + (1 + size(signature) / ELEMENTS) / WORK_BETWEEN);
        ExecutionMode mode = decided.get(signature);
        if (mode != null) {
            return Optional.of(mode);
        }
        int before = seen.merge(signature, 1, Integer::sum) - 1;
        if (patience > 0 && (!pays(before, signature) || allowed < 1)) {
            return Optional.empty();
        }
        allowed--;
        seen.remove(signature);
        return Optional.of(change(signature, decide.get()));
    }

    /** Decides otherwise. */
    synchronized ExecutionMode change(Request.Signature signature, ExecutionMode mode) {
        decided.put(signature, mode);
        return mode;
    }

    /** Whether a signature that has come {@code before} is worth compiling for; one that has not may never come back. */
    private boolean pays(int before, Request.Signature signature) {
        return before >= patience || (before > 0 && (before + 1) * size(signature) >= WORTH_COMPILING);
    }

    private static long size(Request.Signature signature) {
        return signature.shapes().stream().mapToLong(Shape::size).max().orElse(0);
    }
}
