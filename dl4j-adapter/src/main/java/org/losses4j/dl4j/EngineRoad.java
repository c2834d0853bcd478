package org.losses4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.FusedObjectives;
import org.losses4j.Objective;
import org.losses4j.Programs;
import org.losses4j.Wanted;
import org.losses4j.engine.Engine;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Objectives on the fused engine, over the memory of arrays; what it prepared it keeps. Safe for several threads. */
final class EngineRoad {
    private static final int CAPACITY = 64;

    private final FusedObjectives objectives;
    private final Map<EngineCall, Optional<EngineProgram>> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<EngineCall, Optional<EngineProgram>> eldest) {
            return size() > CAPACITY;
        }
    };

    EngineRoad(Programs programs) {
        this.objectives = new FusedObjectives(new Engine(), programs);
    }

    /**
     * The program that computes what is wanted on such arrays; empty if the engine does not take it, or cannot reach them.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix if the shapes do not fit
     */
    Optional<EngineProgram> find(
            Objective objective, Wanted wanted, Map<String, INDArray> inputs, List<String> gradients) {
        if (!HostMemory.present()) {
            return Optional.empty();
        }
        EngineCall call = new EngineCall(objective, wanted, inputs, gradients);
        synchronized (known) {
            Optional<EngineProgram> program = known.get(call);
            if (program != null) {
                return program;
            }
        }
        Optional<EngineProgram> program = EngineProgram.of(objectives, objective, wanted, inputs, gradients);
        synchronized (known) {
            known.put(call, program);
        }
        return program;
    }
}
