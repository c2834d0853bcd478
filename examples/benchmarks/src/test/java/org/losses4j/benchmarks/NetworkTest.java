package org.losses4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.metrics.FreshJvm;

/** Every network trains with every loss, the framework's own and ours, and is timed. */
class NetworkTest {

    @ParameterizedTest
    @EnumSource(names = {"DL4J_SMALL", "DJL_SMALL"})
    void aStepWorksWithEveryLoss(Network network) {
        for (Subject subject : Network.SUBJECTS) {
            network.prepare(subject, false).run();
            network.prepare(subject, true).run();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "DL4J_SMALL")
    void aTrialPrintsTwoTimes(Network network) throws Exception {
        String[] words = FreshJvm.result(
                        NetworkTrial.class,
                        Threads.flagsOfTrial(1),
                        List.of(network.name(), Subject.MEAN_SQUARED_ERROR.name(), "1"))
                .orElseThrow()
                .split(" ");
        assertEquals(2, words.length);
        for (String word : words) {
            assertEquals(1, Math.signum(Double.parseDouble(word)), "microseconds: " + word);
        }
    }
}
