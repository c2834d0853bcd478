package org.losses4j.djl.internal.execution;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.losses4j.Objective;
import org.losses4j.cache.BoundedCache;
import org.losses4j.djl.execution.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers which modes failed at which requests, so that they are not tried again, and logs one line for each objective. */
final class ModeFaults {
    private static final Logger LOG = LoggerFactory.getLogger(ModeFaults.class);
    private static final int CAPACITY = 1024;

    private final BoundedCache<Objective, AtomicBoolean> told = new BoundedCache<>(CAPACITY);
    private final BoundedCache<Request.Signature, Set<ExecutionMode>> failed = new BoundedCache<>(CAPACITY);

    /** Whether a mode has failed at requests like this one. */
    boolean on(ExecutionMode mode, Request request) {
        return failed.find(request.signature())
                .filter(modes -> modes.contains(mode))
                .isPresent();
    }

    /** Remembers a failure that no wrong input explains, though a wrong formula of the user's own may. */
    void add(ExecutionMode mode, Request request, Throwable fault) {
        failed.get(request.signature(), first -> ConcurrentHashMap.newKeySet()).add(mode);
        if (!told.get(request.objective(), first -> new AtomicBoolean()).compareAndSet(false, true)) {
            return;
        }
        if (fault instanceof IllegalArgumentException) {
            LOG.info(
                    "{}: the mode {} does not take this formula, and another one is tried: {}",
                    request.objective().name(),
                    mode,
                    fault.getMessage());
        } else {
            LOG.warn(
                    "{}: the mode {} failed for inputs of the shapes {}, and another one is taken; training goes on, perhaps"
                            + " slower. Please report this: {}",
                    request.objective(),
                    mode,
                    request.shapes(),
                    fault,
                    fault);
        }
    }
}
