package org.losses4j.execution;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.losses4j.Objective;
import org.losses4j.cache.BoundedCache;

/** Logs failures of the engine, once for each objective; the training goes on without the engine. */
final class EngineFaults {
    private static final System.Logger LOG = System.getLogger("org.losses4j");
    private static final int MOST = 64;

    private final BoundedCache<Objective, AtomicBoolean> reported = new BoundedCache<>(MOST);

    /** Logs a fault of the engine itself, never one of its inputs. */
    void report(Objective objective, Throwable fault) {
        if (reported.get(objective, first -> new AtomicBoolean()).compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    () -> "The fused engine failed at " + objective
                            + ", which is now computed without it: rightly, but more slowly. Please report this, with"
                            + " the stack trace and the shapes of the inputs, to the developers of Losses4J",
                    fault);
        }
    }
}
