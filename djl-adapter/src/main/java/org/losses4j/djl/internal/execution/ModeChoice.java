package org.losses4j.djl.internal.execution;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.losses4j.cache.BoundedCache;
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
    private final BoundedCache<Request.Signature, ExecutionMode> decided = new BoundedCache<>(CAPACITY);
    private final BoundedCache<Request.Signature, AtomicInteger> seen = new BoundedCache<>(COUNTED);
    private double allowed = AT_ONCE;

    /**
     * No decisions yet.
     *
     * @param patience how many times a signature comes, at the most, before it is decided on; 0 to decide at once, always
     */
    ModeChoice(int patience) {
        this.patience = patience;
    }

    /** The decision on a signature, which {@code decide} makes as soon as it pays; empty before. */
    Optional<ExecutionMode> on(Request.Signature signature, Supplier<ExecutionMode> decide) {
        Optional<ExecutionMode> known = decided.find(signature);
        if (!isTime(signature, known.isPresent())) {
            return Optional.empty();
        }
        // Deciding may compile: threads with other signatures do not wait for it.
        return Optional.of(known.orElseGet(() -> decided.get(signature, key -> decide.get())));
    }

    /** Whether there is a decision, or may be one now. */
    private synchronized boolean isTime(Request.Signature signature, boolean decidedOn) {
        allowed = Math.min(AT_ONCE, allowed + (1 + size(signature) / ELEMENTS) / WORK_BETWEEN);
        if (decidedOn) {
            return true;
        }
        AtomicInteger times = seen.get(signature, first -> new AtomicInteger());
        int before = times.getAndIncrement();
        if (patience > 0 && (!pays(before, signature) || allowed < 1)) {
            return false;
        }
        allowed--;
        times.set(0);
        return true;
    }

    /** Decides otherwise. */
    ExecutionMode change(Request.Signature signature, ExecutionMode mode) {
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
