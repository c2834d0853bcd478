package org.losses4j.djl.internal.execution;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The modes that failed, which are not tried again for the same; told once for each objective. */
final class ModeFaults {
    private static final Logger LOG = LoggerFactory.getLogger(ModeFaults.class);
    private static final int CAPACITY = 1024;

    private final Set<Objective> told = new HashSet<>();
    private final Map<Request.Signature, EnumSet<ExecutionMode>> failed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, EnumSet<ExecutionMode>> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Whether a mode failed for requests like this one. */
    synchronized boolean on(ExecutionMode mode, Request request) {
        EnumSet<ExecutionMode> modes = failed.get(request.signature());
        return modes != null && modes.contains(mode);
    }

    /** Remembers a fault that no input explains. */
    synchronized void add(ExecutionMode mode, Request request, Throwable fault) {
        failed.computeIfAbsent(request.signature(), missing -> EnumSet.noneOf(ExecutionMode.class))
                .add(mode);
        if (told.add(request.objective())) {
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
