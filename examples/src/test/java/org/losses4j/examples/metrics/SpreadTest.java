package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void isMeanAndSampleDeviation() {
        Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(5, spread.mean());
        assertEquals(Math.sqrt(32 / 7.0), spread.deviation(), 1e-15);
        assertEquals(new Spread(3, 0), Spread.of(3));
    }
}
