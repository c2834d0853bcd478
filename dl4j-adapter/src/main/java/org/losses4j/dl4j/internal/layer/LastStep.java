package org.losses4j.dl4j.internal.layer;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The value that was computed along with the last gradient, for the score of the same step: Deeplearning4j asks for both one after
 * the other.
 */
public final class LastStep {
    private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

    private record Known(OptionalLong contents, double value) {}

    /**
     * Keeps a value.
     *
     * @param contents the fingerprint of all that it was computed from
     */
    public void keep(OptionalLong contents, double value) {
        last.set(new Known(contents, value));
    }

    /** The value that was kept, if it was computed from the same contents; it is forgotten. */
    public OptionalDouble take(Supplier<OptionalLong> contents) {
        Known known = last.getAndSet(null);
        return known != null && known.contents().isPresent() && known.contents().equals(contents.get())
                ? OptionalDouble.of(known.value())
                : OptionalDouble.empty();
    }
}
