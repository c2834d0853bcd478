package org.losses4j.engine.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.internal.codegen.Kernel;

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
        public void run(
                Object[] arrays, int[] offsets, int[] sizes, double[] uniforms, double[] totals, int from, int to) {
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

    /** Threads may overwrite each other's measurements, and nothing else. */
    @Test
    void severalThreadsComputeEveryRowOnce() throws Exception {
        int threads = 4;
        int times = 20_000;
        AtomicLong rows = new AtomicLong();
        AtomicLong clock = new AtomicLong();
        Kernel lanes =
                (arrays, offsets, sizes, uniforms, totals, from, to) -> count(rows, clock, to - from, MILLISECOND);
        Kernel vectors = (arrays, offsets, sizes, uniforms, totals, from, to) -> count(rows, clock, to - from, 1);
        Tiered tiered = new Tiered(lanes, vectors, clock::get);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> tasks = Collections.nCopies(threads, () -> {
                run(tiered, times);
                return "done";
            });
            for (Future<Object> task : pool.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            pool.shutdown();
        }
        assertEquals((long) threads * times * ROWS, rows.get());
        long before = clock.get();
        run(tiered, 1);
        assertTrue(clock.get() - before < MILLISECOND, "the faster kernel is in use");
    }

    private static void count(AtomicLong rows, AtomicLong clock, int more, long nanos) {
        rows.addAndGet(more);
        clock.addAndGet(nanos * more);
    }

    private static void run(Tiered tiered, int times) {
        for (int i = 0; i < times; i++) {
            tiered.run(new Object[0], new int[0], new int[0], new double[0], new double[0], 0, ROWS);
        }
    }
}
