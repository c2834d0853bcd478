package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which of two kernels runs, by how long they take, and that every row is computed once. */
class TieredTest {
    private static final int ROWS = 64;
    private static final long MILLISECOND = 1_000_000;

    private long now;

    /** Counts rows, and lets time pass for each. */
    private final class Counting implements Kernel {
        private final int[] rows = new int[ROWS];
        private long nanos;

        Counting(long nanos) {
            this.nanos = nanos;
        }

        @Override
        public void run(Object[] arrays, int[] offsets, double[] uniforms, double[] totals, int from, int to) {
            for (int row = from; row < to; row++) {
                rows[row]++;
            }
            now += nanos * (to - from);
        }
    }

    @Test
    void whatEndsSoonNeverTriesVectors() {
        Counting lanes = new Counting(MILLISECOND / 64);
        Counting vectors = new Counting(MILLISECOND);
        run(new Tiered(lanes, vectors, () -> now), 49);
        assertEquals(0, vectors.rows[0]);
    }

    @Test
    void slowVectorsTakeAsLongAsTheOthers() {
        Counting lanes = new Counting(MILLISECOND / 64);
        Counting vectors = new Counting(MILLISECOND);
        run(new Tiered(lanes, vectors, () -> now), 1000);
        double share = vectors.rows[0] * 64.0 / lanes.rows[0];
        assertTrue(share > 0.8 && share < 1.2, "share " + share);
    }

    @Test
    void inTheEndSlowVectorsAreTriedSeldom() {
        Counting lanes = new Counting(100 * MILLISECOND / 64);
        Counting vectors = new Counting(200 * MILLISECOND / 64);
        Tiered tiered = new Tiered(lanes, vectors, () -> now);
        run(tiered, 1000);
        int before = vectors.rows[0];
        run(tiered, 1000);
        double share = (vectors.rows[0] - before) / 1000.0;
        assertTrue(share > 0.005 && share < 0.03, "share " + share);
    }

    @Test
    void theVectorKernelTakesOverWhenItIsFaster() {
        Counting lanes = new Counting(MILLISECOND);
        Counting vectors = new Counting(10 * MILLISECOND);
        Tiered tiered = new Tiered(lanes, vectors, () -> now);
        run(tiered, 100);
        vectors.nanos = 1;
        run(tiered, 20);
        int before = lanes.rows[0];
        run(tiered, 10);
        assertEquals(before, lanes.rows[0], "fast vectors get all blocks");
        for (int row = 0; row < ROWS; row++) {
            assertEquals(130, lanes.rows[row] + vectors.rows[row]);
        }
    }

    private static void run(Tiered tiered, int times) {
        for (int i = 0; i < times; i++) {
            tiered.run(new Object[0], new int[0], new double[0], new double[0], 0, ROWS);
        }
    }
}
