package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineFixtures;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;

class EngineExecutionTest extends ExecutionContract {
    private final Execution execution = new EngineExecution(
            Precision.FLOAT64,
            new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT)));

    @Override
    protected Execution execution() {
        return execution;
    }

    @Test
    void whatTheEngineFailsAtIsSeen() {
        Execution failing = new EngineExecution(
                Precision.FLOAT64, EngineFixtures.failing(new EngineOptions().vectorsFrom(1), "kernel lost"));
        ReferenceTensor prediction = ReferenceTensor.of(new double[30 * 40], 30, 40);
        ReferenceTensor target = ReferenceTensor.of(new double[30], 30);

        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> failing.run(
                        Objective.parse("sparse_categorical_cross_entropy"),
                        Map.of(Role.PREDICTION, prediction, Role.TARGET, target),
                        List.of(Role.PREDICTION)));

        assertTrue(thrown.getMessage().contains("kernel lost"), thrown::getMessage);
    }
}
