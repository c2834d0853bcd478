package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Precision;

/** What a case may say beside a loss by name: an objective as text, bounds for each number, where inputs lie. */
class AcceptanceCaseTest {
    private static final String SUM =
            "sum(terms=[term(factor=2, objective=objective(loss=mean_squared_error, example=mean,"
                    + " batch=mean)), term(factor=1, objective=objective(loss=mean_absolute_error, example=mean, batch=sum),"
                    + " target=other)])";

    @Test
    void anObjectiveMayBeASum() {
        assertEquals(List.of(), AcceptanceCase.fromMap(sum()).check(new ReferenceExecution()));
        assertEquals(
                1,
                AcceptanceCase.fromMap(with("expected", 6))
                        .check(new ReferenceExecution())
                        .size());
    }

    @Test
    void boundsTakeThePlaceOfTolerances() {
        Map<String, Object> near = with("expected", 7.001);
        near.put("bounds", Map.of("expected", 0.01));
        Map<String, Object> far = with("expected", 7.001);
        far.put("bounds", Map.of("expected", 0.0001));
        Map<String, Object> open = with("expected", 70);
        open.put("bounds", Map.of("expected", "inf"));

        assertEquals(List.of(), AcceptanceCase.fromMap(near).check(new ReferenceExecution()));
        assertEquals(
                1, AcceptanceCase.fromMap(far).check(new ReferenceExecution()).size());
        assertEquals(List.of(), AcceptanceCase.fromMap(open).check(new ReferenceExecution()));
    }

    @Test
    void inputsLieWhereTheCaseSays() {
        Map<String, Object> placed = sum();
        placed.put(
                "placements",
                Map.of("prediction", Map.of("order", List.of(1, 0), "gap", 2, "offset", 1, "storage", "array")));
        AcceptanceCase read = AcceptanceCase.fromMap(placed);

        assertEquals(List.of(1, 0), read.placements().get("prediction").order());
        assertEquals(List.of(), read.check(new EngineExecution(Precision.FLOAT64, new Engine())));
    }

    @Test
    void whatContradictsOrIsUnknownIsRefused() {
        refused("\"loss\" is part of", with("loss", "huber"));
        refused("≥ 0", with("bounds", Map.of("expected", -1)));
        refused("no role 'predict'", with("bounds", Map.of("predict", 1)));
        refused("order, gap, offset and storage", with("placements", Map.of("prediction", Map.of("gap", 1))));
    }

    private static void refused(String part, Map<String, Object> map) {
        String message = assertThrows(IllegalArgumentException.class, () -> AcceptanceCase.fromMap(map))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    /** 2 · (1 + 4)/2 + (|1 + 1| + |2 − 0|)/2 = 7, and its slopes 2 · 2e/2 + sign/2. */
    private static Map<String, Object> sum() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", "by hand");
        map.put("objective", SUM);
        map.put(
                "inputs",
                Map.of(
                        "prediction", List.of(List.of(1, 2)),
                        "target", List.of(List.of(0, 0)),
                        "other", List.of(List.of(-1, 0))));
        map.put("expected", 7);
        map.put("gradients", Map.of("prediction", List.of(List.of(2.5, 4.5))));
        return map;
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> map = sum();
        map.put(key, value);
        return map;
    }
}
