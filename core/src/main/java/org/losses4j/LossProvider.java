package org.losses4j;

import java.util.List;

/**
 * Provides losses to the catalogue. List the implementation in {@code META-INF/services/org.losses4j.LossProvider} where the
 * library's class loader or the thread's context class loader sees it; then its losses can be named, saved and restored like
 * the library's own. {@link Losses#register} does the same in code. A provider that cannot be instantiated, or throws, is left
 * out with a warning in the log.
 */
public interface LossProvider {

    /** The losses. Each has a name that no other loss has and that must never change, because models are saved under it. */
    List<LossType<?>> losses();
}
