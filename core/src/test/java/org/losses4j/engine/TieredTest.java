package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Which of two kernels runs, by how long they take, and that every row is computed once. */
class TieredTest {
    private static final int ROWS = 64;

    /** Counts rows, and takes some time for each. */
    private static final class Counting implements Kernel {
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
            LockSupport.parkNanos(nanos * (to - from));
        }
    }

    @Test
    void theVectorKernelTakesOverWhenItIsFaster() {
        Counting scalars = new Counting(100_000);
        Counting vectors = new Counting(1_000_000);
        Tiered tiered = new Tiered(scalars, vectors, 16);
        run(tiered, 10);
        assertTrue(vectors.rows[0] > 0);
        assertEquals(0, vectors.rows[ROWS - 1], "slow vectors get few rows");
        vectors.nanos = 1;
        run(tiered, 100);
        int before = scalars.rows[ROWS - 1];
        run(tiered, 10);
        assertEquals(before, scalars.rows[ROWS - 1], "fast vectors get all rows");
        for (int row = 0; row < ROWS; row++) {
            assertEquals(120, scalars.rows[row] + vectors.rows[row]);
        }
    }

    @Test
    void aSingleRowIsTriedToo() {
        Counting scalars = new Counting(500_000);
        Counting vectors = new Counting(1);
        Tiered tiered = new Tiered(scalars, vectors, 1);
        for (int i = 0; i < 20; i++) {
            tiered.run(new Object[0], new int[0], new double[0], new double[0], 0, 1);
        }
        assertEquals(20, scalars.rows[0] + vectors.rows[0]);
        assertTrue(vectors.rows[0] >= 15, "the vector kernel took " + vectors.rows[0]);
    }

    private static void run(Tiered tiered, int times) {
        for (int i = 0; i < times; i++) {
            tiered.run(new Object[0], new int[0], new double[0], new double[0], 0, ROWS);
        }
    }
}
