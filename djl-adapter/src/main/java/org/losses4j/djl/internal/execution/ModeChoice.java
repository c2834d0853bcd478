package org.losses4j.djl.internal.execution;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.losses4j.cache.BoundedCache;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.tensor.Shape;

/**
 * Keeps the modes that were chosen lately for signatures. A signature is compiled for only when it has come back often, and
 * many signatures only now and then, so that compiling never takes more than a small part of a training.
 */
final class ModeChoice {
    /** The number of choices that are kept, and so the most that is kept compiled. */
    static final int CAPACITY = 128;

    // So many signatures are decided on as soon as they have come often enough, and after that one for each so many
    // units of work.
    private static final int AT_ONCE = 32;
    private static final long WORK_BETWEEN = 1 << 13;
    // A unit of work is a call, or so many elements.
    private static final double ELEMENTS = 1 << 14;

    // Autograd takes about as long for so many elements as compiling and the first, slow runs of what was compiled
    // take.
    private static final long WORTH_COMPILING = 1 << 22;

    private static final int COUNTED = 1024;

    private final int patience;
    private final BoundedCache<Request.Signature, ExecutionMode> decided = new BoundedCache<>(CAPACITY);
    private final BoundedCache<Request.Signature, AtomicInteger> seen = new BoundedCache<>(COUNTED);
    private double allowed = AT_ONCE;

    /**
     * A store without choices.
     *
     * @param patience how many times a signature comes, at the most, before it is decided on; 0 to decide at once, always
     */
    ModeChoice(int patience) {
        this.patience = patience;
    }

    /** The mode for a signature, which {@code decide} chooses as soon as it pays; empty before. */
    Optional<ExecutionMode> on(Request.Signature signature, Supplier<ExecutionMode> decide) {
        Optional<ExecutionMode> known = decided.find(signature);
        if (!isTime(signature, known.isPresent())) {
            return Optional.empty();
        }
        // Choosing may compile: threads with other signatures do not wait for it.
        return Optional.of(known.orElseGet(() -> decided.get(signature, key -> decide.get())));
    }

    /** Whether a mode has been chosen, or may be chosen now. */
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

    /** Replaces the mode of a signature. */
    ExecutionMode change(Request.Signature signature, ExecutionMode mode) {
        decided.put(signature, mode);
        return mode;
    }

    /**
     * Whether a signature that has come {@code before} times is worth compiling for; one that has not come before may never
     * come back.
     */
    private boolean pays(int before, Request.Signature signature) {
        return before >= patience || (before > 0 && (before + 1) * size(signature) >= WORTH_COMPILING);
    }

    private static long size(Request.Signature signature) {
        return signature.shapes().stream().mapToLong(Shape::size).max().orElse(0);
    }
}
