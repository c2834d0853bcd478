package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IntersectionOverUnionTest {
    private static final float[] LOGITS = {
        -1, 2, 3,
        -1, 1, -1
    };
    private static final float[] MASK = {
        1, 1, 0,
        0, 1, 0
    };

    @Test
    void countsWithinTheRectangle() {
        assertEquals(new IntersectionOverUnion(2, 4), IntersectionOverUnion.within(LOGITS, MASK, 3, 0, 0, 2, 3));
        assertEquals(new IntersectionOverUnion(1, 1), IntersectionOverUnion.within(LOGITS, MASK, 3, 1, 0, 2, 3));
        assertEquals(new IntersectionOverUnion(0, 1), IntersectionOverUnion.within(LOGITS, MASK, 3, 0, 2, 2, 3));
        assertEquals(0.5, new IntersectionOverUnion(2, 4).value());
    }

    @Test
    void regionsAddUp() {
        IntersectionOverUnion sum = IntersectionOverUnion.NOTHING
                .plus(new IntersectionOverUnion(1, 2))
                .plus(new IntersectionOverUnion(2, 2));
        assertEquals(0.75, sum.value());
        assertEquals(1, IntersectionOverUnion.NOTHING.value());
    }
}
