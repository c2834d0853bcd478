package org.losses4j.djl.internal.execution;

import java.util.Optional;

/** Prepares to compute requests in one {@link org.losses4j.djl.execution.ExecutionMode}. */
interface ModeExecution {

    /** What computes requests of this signature; empty if this mode cannot serve them. */
    Optional<PreparedMode> prepare(Request request);
}
