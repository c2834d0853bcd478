package org.losses4j.djl.internal.execution;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.losses4j.cache.BoundedCache;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.tensor.Shape;

/**
 * Keeps the modes that were chosen lately for signatures. A module is compiled for a signature only when it has come back often,
 * and for many signatures only now and then, so that compiling never takes more than a small part of a training.
 */
final class ModeChoice {
    /** The number of choices that are kept. */
    static final int CAPACITY = 512;

    /** The number of modules that are kept. */
    static final int MODULES = 128;

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
    private final BoundedCache<Request.Signature, PreparedMode> chosen = new BoundedCache<>(CAPACITY);
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

    /** The mode that was chosen for a signature; empty if none was. */
    Optional<PreparedMode> find(Request.Signature signature) {
        Optional<PreparedMode> known = chosen.find(signature);
        if (known.isPresent() && known.get().mode() != ExecutionMode.FUSED) {
            earn(signature);
        }
        return known;
    }

    /** Whether it is time to compile a module for a signature without a mode. */
    synchronized boolean isTimeToCompile(Request.Signature signature) {
        earn(signature);
        AtomicInteger times = seen.get(signature, first -> new AtomicInteger());
        int before = times.getAndIncrement();
        if (patience > 0 && (!pays(before, signature) || allowed < 1)) {
            return false;
        }
        allowed--;
        times.set(0);
        return true;
    }

    /** Counts the work of a request, for which a little more may be compiled. */
    private synchronized void earn(Request.Signature signature) {
        allowed = Math.min(AT_ONCE, allowed + (1 + size(signature) / ELEMENTS) / WORK_BETWEEN);
    }

    /** Chooses the mode for a signature, perhaps anew. */
    PreparedMode choose(Request.Signature signature, PreparedMode prepared) {
        chosen.put(signature, prepared);
        return prepared;
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
