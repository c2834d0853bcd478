package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.Precision;

/** Which losses the engine takes with their gradients, and why it does not take the others: the list of docs/engine.md. */
class EngineCoverageTest {
    private static final Map<String, String> NOT_TAKEN = Map.ofEntries(
            Map.entry("batch_hard_triplet", "two axes of one tensor meet"),
            Map.entry("batch_hard_triplet cosine", "a matrix product"));

    @Test
    void theOthersAreKnown() {
        EngineExecution execution = new EngineExecution(Precision.FLOAT32, new Engine());
        Map<String, String> refused = new TreeMap<>();
        for (LossSample sample : LossSample.all()) {
            Objective objective = sample.objective();
            List<String> roles = sample.trainedRoles();
            if (execution.compile(objective, sample.inputs(), roles) instanceof Compilation.NotTaken notTaken) {
                refused.put(sample.toString(), notTaken.reason());
            }
        }
        assertEquals(NOT_TAKEN, refused);
    }
}
