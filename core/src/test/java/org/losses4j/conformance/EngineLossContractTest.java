package org.losses4j.conformance;

import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Precision;

class EngineLossContractTest extends LossContract {
    private final Execution execution = new EngineExecution(
            Precision.FLOAT64,
            new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT)));

    @Override
    protected Execution execution() {
        return execution;
    }
}
