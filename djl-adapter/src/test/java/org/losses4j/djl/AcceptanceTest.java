package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Losses;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.Mismatch;

/** The recorded cases on every road of the adapter. */
class AcceptanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<DjlExecution> executions() {
        return Stream.concat(
                Stream.of(DjlExecution.automatic()), Stream.of(Road.values()).map(DjlExecution::on));
    }

    @ParameterizedTest
    @MethodSource("executions")
    void passesEveryCase(DjlExecution execution) throws IOException {
        List<Mismatch> mismatches = new ArrayList<>();
        int run = 0;
        for (Map<String, Object> json : cases()) {
            if (Losses.registered().types().stream().noneMatch(t -> t.name().equals(json.get("loss")))) {
                continue;
            }
            mismatches.addAll(AcceptanceCase.fromMap(json).check(execution));
            run++;
        }
        assertTrue(run > 0, "no case was found");
        assertEquals(List.of(), mismatches, mismatches.size() + " mismatches in " + run + " cases");
    }

    private static List<Map<String, Object>> cases() throws IOException {
        List<Map<String, Object>> cases = new ArrayList<>();
        try (InputStream torch = AcceptanceTest.class.getResourceAsStream("/cases/torch.json")) {
            if (torch != null) {
                cases.addAll(JSON.readValue(torch, new TypeReference<List<Map<String, Object>>>() {}));
            }
        }
        Path shared = Path.of("..", "..", "shared", "cases");
        if (Files.isDirectory(shared)) {
            try (Stream<Path> files = Files.list(shared)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    cases.addAll(JSON.readValue(file.toFile(), new TypeReference<List<Map<String, Object>>>() {}));
                }
            }
        }
        return cases;
    }
}
