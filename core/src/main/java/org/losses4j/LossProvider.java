package org.losses4j;

import java.util.List;

/**
 * Registers losses: list the implementation in {@code META-INF/services/org.losses4j.LossProvider}, and its losses can
 * be named, saved and restored like the library's own.
 */
public interface LossProvider {

    /** The losses, each with the name that it keeps for ever. */
    List<LossType<?>> losses();
}
