package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Precision;

/** All recorded cases in float32, at what float32 can hold. */
class EngineFloatExecutionTest {
    private final Execution vectors = new EngineExecution(
            Precision.FLOAT32,
            new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT)));
    private final Execution scalars = new EngineExecution(
            Precision.FLOAT32, new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.NEVER)));

    static List<AcceptanceCase> cases() {
        return AcceptanceCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheRecordedCase(AcceptanceCase recorded) {
        assertEquals(List.of(), recorded.check(vectors));
        assertEquals(List.of(), recorded.check(scalars));
    }
}
