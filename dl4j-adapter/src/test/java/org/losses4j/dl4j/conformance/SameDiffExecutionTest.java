package org.losses4j.dl4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.conformance.AcceptanceCase;
import org.losses4j.conformance.AcceptanceCases;
import org.losses4j.conformance.Execution;

/**
 * All recorded cases in SameDiff graphs with open batch sizes, but those whose formula runs on the host, and those with a gradient by
 * an infinite number, which no operation can carry.
 */
class SameDiffExecutionTest {
    private static final Set<String> ON_THE_HOST = Set.of("ctc", "rnnt");

    private final Execution execution = new SameDiffExecution();

    static List<AcceptanceCase> cases() {
        return AcceptanceCases.all().stream()
                .filter(recorded -> !ON_THE_HOST.contains(recorded.objective().name()))
                .filter(recorded -> !differentiatesByInfinity(recorded))
                .toList();
    }

    private static boolean differentiatesByInfinity(AcceptanceCase recorded) {
        return recorded.gradients().entrySet().stream().anyMatch(entry -> {
            double[] input = recorded.inputs().get(entry.getKey()).toArray();
            double[] gradient = entry.getValue().toArray();
            return IntStream.range(0, input.length).anyMatch(i -> Double.isInfinite(input[i]) && gradient[i] != 0);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheRecordedCase(AcceptanceCase recorded) {
        assertEquals(List.of(), recorded.check(execution));
    }
}
