package org.losses4j.loss.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.conformance.Execution;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;

/** Value and gradient have all their digits at any size of the error. */
class LogCoshTest {

    @ParameterizedTest
    @EnumSource
    void allDigitsNearZeroAndFarOut(Precision precision) {
        double ulp = precision == Precision.FLOAT64 ? 0x1p-53 : 0x1p-24;
        double[] errors = DoubleStream.of(
                        1e-18, 1.5e-8, 1e-7, 1e-4, 1e-3, 0.01, 0.1, 0.5, 0.99, 1, 1.01, 2, 5, 9.5, 30, 100, 1e9)
                .flatMap(e -> DoubleStream.of(e, -e))
                .map(e -> (float) e)
                .toArray();
        Objective objective = Objective.of(new LogCosh()).reduce(Reduction.NONE);
        Execution.Outcome outcome = new EngineExecution(precision, new Engine())
                .run(
                        objective,
                        Map.of(
                                Role.PREDICTION, ReferenceTensor.of(errors, errors.length),
                                Role.TARGET, ReferenceTensor.of(new double[errors.length], errors.length)),
                        List.of(Role.PREDICTION));
        double[] values = outcome.value().toArray();
        double[] gradients = outcome.gradients().get(Role.PREDICTION).toArray();
        for (int i = 0; i < errors.length; i++) {
            double e = Math.abs(errors[i]);
            double value = e < 1
                    ? Math.log1p(2 * Math.pow(Math.sinh(e / 2), 2))
                    : e + Math.log1p(Math.exp(-2 * e)) - Math.log(2);
            String at = "at " + errors[i];
            assertEquals(value, values[i], 12 * ulp * value, at);
            assertEquals(Math.tanh(errors[i]), gradients[i], 12 * ulp * Math.tanh(e), at);
        }
    }
}
