package org.losses4j.execution;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.losses4j.Objective;

/** Says in the log where the engine failed at an objective, once for each; the training goes on without the engine. */
final class EngineFaults {
    private static final System.Logger LOG = System.getLogger("org.losses4j");
    private static final int MOST = 64;

    private final Set<Objective> reported =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Objective, Boolean> eldest) {
                    return size() > MOST;
                }
            }));

    /** Reports a fault of the engine's own, never of its inputs. */
    void report(Objective objective, Throwable fault) {
        if (reported.add(objective)) {
            LOG.log(
                    Level.WARNING,
                    () -> "The fused engine failed at " + objective
                            + ", which is now computed without it: rightly, but more slowly. Please report this, with"
                            + " the stack trace and the shapes of the inputs, to the developers of Losses4J",
                    fault);
        }
    }
}
