package org.losses4j.examples.language;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.losses4j.examples.laboratory.Framework;

@EnabledOnOs(OS.LINUX)
class PeakMemoryTest {

    @Test
    void trainingInChunksTakesLessMemory() throws IOException {
        double chunked = PeakMemory.measure(Framework.DJL, 128, 1).orElseThrow();
        double whole = PeakMemory.measure(Framework.DJL, 0, 1).orElseThrow();
        assertTrue(chunked > 0 && chunked < 0.8 * whole, () -> chunked + " MiB against " + whole);
    }
}
