package org.losses4j;

import java.util.List;

/**
 * Registers losses: list the implementation in {@code META-INF/services/org.losses4j.LossProvider}, where the library's class
 * loader or the thread's context class loader sees it, and its losses can be named, saved and restored like the library's own.
 * Where there is no such file, {@link Losses#register} does the same in code. A provider that cannot be made, or throws, is
 * left out with a warning in the log.
 */
public interface LossProvider {

    /** The losses, each with the name that it keeps for ever, which no other loss has. */
    List<LossType<?>> losses();
}
