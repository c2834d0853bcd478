package org.losses4j.conformance.fuzz;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.losses4j.conformance.Placement;
import org.losses4j.tensor.ReferenceTensor;

/** Writes findings as case files, which {@link org.losses4j.conformance.AcceptanceCase} reads. */
public final class CaseFiles {
    private CaseFiles() {}

    /** The text of a case file with one case, which fails on the execution that the finding is about. */
    public static String write(Finding finding) {
        return "[" + Json.text(map(finding)) + "]\n";
    }

    private static Map<String, Object> map(Finding finding) {
        FuzzCase given = finding.given();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", given.name() + ", " + finding.kind());
        map.put("objective", given.objective().spec().toString());
        Map<String, Object> inputs = new LinkedHashMap<>();
        given.inputs().forEach((role, tensor) -> inputs.put(role, Json.nested(tensor)));
        map.put("inputs", inputs);
        if (!given.placements().isEmpty()) {
            Map<String, Object> placements = new LinkedHashMap<>();
            given.placements().forEach((role, placement) -> placements.put(role, map(placement)));
            map.put("placements", placements);
        }
        Map<String, Object> gradients = new LinkedHashMap<>();
        Map<String, Object> bounds = new LinkedHashMap<>();
        finding.expectation().numbers().forEach((name, numbers) -> {
            if (name.equals(Expectation.VALUE)) {
                map.put("expected", Json.nested(numbers));
            } else {
                gradients.put(name, Json.nested(numbers));
            }
        });
        finding.expectation()
                .bounds()
                .forEach((name, bound) ->
                        bounds.put(name.equals(Expectation.VALUE) ? "expected" : name, Json.nested(bound)));
        if (gradients.isEmpty() && bounds.isEmpty()) {
            map.put("expected", Json.nested(ReferenceTensor.scalar(Double.NaN)));
        } else {
            map.put("gradients", gradients);
            map.put("bounds", bounds);
        }
        return map;
    }

    private static Map<String, Object> map(Placement placement) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("order", placement.order());
        map.put("gap", placement.gap());
        map.put("offset", placement.offset());
        map.put("storage", placement.storage().name().toLowerCase(Locale.ROOT));
        return map;
    }
}
