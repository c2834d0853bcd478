package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void isMeanAndSampleDeviation() {
        Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals(5, spread.mean());
        assertEquals(Math.sqrt(32 / 7.0), spread.deviation(), 1e-15);
        assertEquals(new Spread(3, null), Spread.of(3));
        assertEquals("3.00", Spread.of(3).text("%.2f"), "one value has no spread");
        assertEquals("3.0 ± 1.4", Spread.of(2, 4).text("%.1f"));
    }
}
