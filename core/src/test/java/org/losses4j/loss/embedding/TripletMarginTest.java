package org.losses4j.loss.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.tensor.ReferenceTensor;

class TripletMarginTest {

    /** In one dimension every norm is the absolute value, whatever p is. */
    @ParameterizedTest
    @CsvSource({"1.5", "3", "10", "100", "1000"})
    void powersDoNotOverflowBeforeTheNormDoes(double p) {
        Execution.Outcome outcome = new ReferenceExecution()
                .run(
                        Objective.of(new TripletMargin(1000, p, 0, false)),
                        Map.of("anchor", row(-745), "positive", row(0), "negative", row(745)),
                        List.of("anchor", "positive", "negative"));

        assertEquals(745 - 1490 + 1000, outcome.value().item(), 1e-10);
        assertEquals(0, outcome.gradients().get("anchor").item(), 1e-12);
        assertEquals(1, outcome.gradients().get("positive").item(), 1e-12);
        assertEquals(-1, outcome.gradients().get("negative").item(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"1e-300", "1e300"})
    void atTheEndsOfTheRange(double size) {
        Execution.Outcome outcome = new ReferenceExecution()
                .run(
                        Objective.of(new TripletMargin(0, 3, 0, false)),
                        Map.of("anchor", row(0), "positive", row(size), "negative", row(0)),
                        List.of("positive"));

        assertEquals(size, outcome.value().item(), 1e-12 * size);
        assertEquals(1, outcome.gradients().get("positive").item(), 1e-12);
    }

    private static ReferenceTensor row(double value) {
        return ReferenceTensor.of(new double[] {value}, 1, 1);
    }
}
