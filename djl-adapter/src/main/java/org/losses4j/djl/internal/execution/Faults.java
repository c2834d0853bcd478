package org.losses4j.djl.internal.execution;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.losses4j.Objective;
import org.losses4j.djl.execution.Road;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The roads that failed, which are not tried again for the same; told once for each objective. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final int CAPACITY = 1024;

    private final Set<Objective> told = new HashSet<>();
    private final Map<Request.Signature, EnumSet<Road>> failed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Request.Signature, EnumSet<Road>> eldest) {
            return size() > CAPACITY;
        }
    };

    /** Whether a road failed for requests like this one. */
    synchronized boolean on(Road road, Request request) {
        EnumSet<Road> roads = failed.get(request.signature());
        return roads != null && roads.contains(road);
    }

    /** Remembers a fault that no input explains. */
    synchronized void add(Road road, Request request, Throwable fault) {
        failed.computeIfAbsent(request.signature(), missing -> EnumSet.noneOf(Road.class))
                .add(road);
        if (told.add(request.objective())) {
            LOG.warn(
                    "{}: the road {} failed for inputs of the shapes {}, and another one is taken; training goes on, perhaps"
                            + " slower. Please report this: {}",
                    request.objective(),
                    road,
                    request.shapes(),
                    fault,
                    fault);
        }
    }
}
