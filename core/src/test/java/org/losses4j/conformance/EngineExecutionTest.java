package org.losses4j.conformance;

import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.Precision;

class EngineExecutionTest extends ExecutionContract {
    private final Execution execution = new EngineExecution(
            Precision.FLOAT64,
            new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT)));

    @Override
    protected Execution execution() {
        return execution;
    }
}
