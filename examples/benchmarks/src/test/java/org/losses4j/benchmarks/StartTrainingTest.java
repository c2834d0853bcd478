package org.losses4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every training trains with the framework's own loss and with ours, from the same weights on the same batches. */
class StartTrainingTest {
    private static final int STEPS = 2;
    private static final double MOST_SECONDS = 60;
    private static final double PRECISION = 1e-5;

    @ParameterizedTest
    @EnumSource
    void lossesAreFiniteAndEqualAndTimesIncrease(StartTraining training) {
        List<Double> own = losses(training, false);
        List<Double> ours = losses(training, true);
        for (int step = 0; step < STEPS; step++) {
            assertEquals(own.get(step), ours.get(step), PRECISION * own.get(step), "loss of step " + (step + 1));
        }
    }

    private static List<Double> losses(StartTraining training, boolean ours) {
        DoubleSupplier step = training.prepare(ours);
        List<Double> losses = new ArrayList<>();
        TrainingCurve curve = TrainingCurve.measure(
                () -> {
                    losses.add(step.getAsDouble());
                    return losses.get(losses.size() - 1);
                },
                0,
                STEPS,
                MOST_SECONDS);
        assertEquals(STEPS, curve.steps());
        double before = 0;
        for (double seconds : curve.seconds()) {
            assertTrue(before < seconds, curve + " does not increase");
            before = seconds;
        }
        losses.forEach(loss -> assertTrue(Double.isFinite(loss), "loss " + loss));
        return losses;
    }
}
