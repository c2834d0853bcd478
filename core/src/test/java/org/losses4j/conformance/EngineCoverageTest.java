package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Precision;

/** Which losses the engine takes with their gradients, and why it does not take the others: the tables of docs/engine.md. */
class EngineCoverageTest {
    private static final Path PAGE = Path.of("..", "docs", "engine.md");

    @Test
    void thePageSaysWhichLossesAreTaken() throws IOException {
        String tables = tables();
        assertTrue(Files.readString(PAGE).contains(tables), "docs/engine.md must contain\n" + tables);
    }

    private static String tables() {
        EngineExecution execution = new EngineExecution(
                Precision.FLOAT32,
                new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT)));
        Map<String, List<Compilation>> byLoss = new TreeMap<>();
        for (LossSample sample : LossSample.all()) {
            Compilation compilation = execution.compile(sample.objective(), sample.inputs(), sample.trainedRoles());
            byLoss.computeIfAbsent(sample.loss().name(), name -> new ArrayList<>())
                    .add(compilation);
        }
        return byLoss.entrySet().stream()
                .filter(entry -> !reasons(entry.getValue()).isEmpty())
                .map(entry -> "| `" + entry.getKey() + "` | " + count(entry.getValue()) + " | "
                        + String.join("; ", reasons(entry.getValue())) + " |\n")
                .collect(Collectors.joining(
                        "", "\n\n| not taken | parameter sets taken | because of |\n|---|---|---|\n", ""));
    }

    private static String count(List<Compilation> compilations) {
        long taken = compilations.stream()
                .filter(Compilation.Compiled.class::isInstance)
                .count();
        return taken + " of " + compilations.size();
    }

    private static TreeSet<String> reasons(List<Compilation> compilations) {
        TreeSet<String> reasons = new TreeSet<>();
        for (Compilation compilation : compilations) {
            if (compilation instanceof Compilation.Unsupported notTaken) {
                reasons.add(notTaken.reason().replaceFirst(": .*", ""));
            }
        }
        return reasons;
    }
}
