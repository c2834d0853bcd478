package org.losses4j.dl4j.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class BatchNumberTest {
    private static final double[] SIZES = {7, 11, 13, 17};

    private static BatchNumber fit(DoubleUnaryOperator function) {
        return BatchNumber.fit(SIZES, Arrays.stream(SIZES).map(function).toArray());
    }

    @Test
    void findsPolynomialsAndTheirInverses() {
        assertEquals(new BatchNumber(3, 0, 0, false), fit(n -> 3));
        assertEquals(new BatchNumber(0, 1, 0, false), fit(n -> n));
        assertEquals(new BatchNumber(2, 5, 0, false), fit(n -> 5 * n + 2));
        assertEquals(new BatchNumber(0, -1, 1, false), fit(n -> n * (n - 1)));
        assertEquals(new BatchNumber(0, 10, 0, true), fit(n -> 1 / (10 * n)));
        assertEquals(new BatchNumber(0, -2, 2, true), fit(n -> 0.5 / (n * (n - 1))));
        assertTrue(fit(n -> n).isSize());
        assertTrue(fit(n -> Double.NEGATIVE_INFINITY).isConstant());
    }

    /** A polynomial of the second degree goes through any three points; the fourth tells. */
    @Test
    void refusesWhatIsNoneOfThem() {
        for (DoubleUnaryOperator other :
                new DoubleUnaryOperator[] {Math::log, n -> n * n * n, n -> n / (n + 1), n -> n > 11 ? 1 : 0}) {
            assertThrows(UnknownBatchException.class, () -> fit(other));
        }
    }

    @Test
    void keepsTheNumberOfAKnownSize() {
        assertEquals(new BatchNumber(0.25, 0, 0, false), BatchNumber.fit(new double[1], new double[] {0.25}));
    }
}
