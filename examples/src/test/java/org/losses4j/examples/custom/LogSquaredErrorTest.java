package org.losses4j.examples.custom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.GraphExecution;
import org.losses4j.tensor.ReferenceTensor;

class LogSquaredErrorTest {

    @Test
    void isRegisteredAndRoundTrips() {
        assertEquals(new LogSquaredError(), Losses.of("log_squared_error"));
        Objective objective = Objective.of(new LogSquaredError()).reduce(Reduction.SUM);
        assertEquals(objective, Objective.parse(objective.spec().toString()));
    }

    // d/dp log(1 + (p − t)²) = 2(p − t) / (1 + (p − t)²)
    @Test
    void hasTheGradientThatAlgebraGives() {
        Execution.Outcome outcome = new GraphExecution()
                .run(
                        Objective.of(new LogSquaredError()).reduce(Reduction.SUM),
                        Map.of(
                                "prediction", ReferenceTensor.of(new double[] {1, 5, -100}, 3, 1),
                                "target", ReferenceTensor.of(new double[] {1, 2, 0}, 3, 1)),
                        List.of("prediction"));
        assertEquals(Math.log(10) + Math.log1p(1e4), outcome.value().item(), 1e-12);
        assertArrayEquals(
                new double[] {0, 0.6, -200 / 10001.0},
                outcome.gradients().get("prediction").toArray(),
                1e-12);
    }
}
