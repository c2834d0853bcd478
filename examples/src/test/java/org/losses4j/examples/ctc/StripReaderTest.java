package org.losses4j.examples.ctc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.StripBatch;
import org.losses4j.examples.data.Strips;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.tensor.Tensor;

class StripReaderTest {
    private static final int STEPS = 400;

    @ParameterizedTest
    @EnumSource
    void learnsAFewStripsByHeartAndIsRestored(Framework framework, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        StripBatch few = new StripBatch(new Strips(Digits.bundled(), 9).next(4));
        List<StripBatch> often = Collections.nCopies(20, few);
        try (StripReader reader = StripReader.create(framework, STEPS, 9)) {
            double first = reader.trainEpoch(List.of(few));
            for (int i = 0; i < 9; i++) {
                reader.trainEpoch(often);
            }
            double last = reader.trainEpoch(List.of(few));
            assertTrue(last < first / 10, () -> first + " became " + last);
            Tensor logits = reader.logits(few);
            assertEquals(4, logits.shape().extent(0));
            assertEquals(StripReader.CLASSES, logits.shape().extent(2));
            List<Reading> readings = Reading.of(few, logits);
            // Nothing, or one digit for all, would be wrong about 0.9 of the time.
            assertTrue(Reading.greedyErrorRate(readings) < 0.4, readings.toString());
            assertTrue(Reading.beamErrorRate(readings) < 0.4, readings.toString());

            reader.save(folder);
            try (StripReader restored = StripReader.restore(framework, STEPS, folder)) {
                assertArrayEquals(logits.toArray(), restored.logits(few).toArray());
                restored.trainEpoch(List.of(few));
                assertNotEquals(
                        Arrays.toString(logits.toArray()),
                        Arrays.toString(restored.logits(few).toArray()),
                        "a restored reader learns on");
            }
        }
    }
}
