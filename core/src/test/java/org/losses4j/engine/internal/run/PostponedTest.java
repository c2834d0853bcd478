package org.losses4j.engine.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.internal.codegen.Kernel;

/** Kernels of small programs, whose vectors wait until it is worth warming them up. */
class PostponedTest {
    private final AtomicInteger warmUps = new AtomicInteger();
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger vectors = new AtomicInteger();
    private final Tiered tiered = new Tiered(counting(first), counting(vectors));
    private final Postponed postponed = new Postponed(tiered, () -> {
        warmUps.incrementAndGet();
        tiered.useVectors();
    });

    @Test
    void vectorsAreWarmedUpOnceAfterManyRows() {
        int calls = (1 << 17) / 32;
        for (int call = 1; call < calls; call++) {
            run(32);
        }
        assertEquals(0, warmUps.get());
        run(32);
        assertEquals(1, warmUps.get());
        assertEquals(calls, first.get());
        for (int call = 0; call < 3 * calls; call++) {
            run(32);
        }
        assertEquals(1, warmUps.get());
        assertEquals(3 * calls, vectors.get());
    }

    @Test
    void aLargeProgramDoesNotWait() {
        new SweepKernels(null, counting(first)).startWarmUp();
        assertEquals(0, warmUps.get());
        new SweepKernels(postponed, counting(first)).startWarmUp();
        new SweepKernels(null, postponed).startWarmUp();
        assertEquals(1, warmUps.get());
        run(Integer.MAX_VALUE);
        assertEquals(1, warmUps.get());
    }

    @Test
    void manyRowsAtOnceAreEnough() {
        run(Integer.MAX_VALUE);
        run(Integer.MAX_VALUE);
        assertEquals(1, warmUps.get());
    }

    @Test
    void onlySmallProgramsWait() {
        Supplier<ScratchMemory> started = () -> {
            throw new IllegalStateException("started");
        };
        assertInstanceOf(Postponed.class, KernelTiers.inBackground(counting(first), counting(vectors), started, 1023));
        assertThrows(
                IllegalStateException.class,
                () -> KernelTiers.inBackground(counting(first), counting(vectors), started, 1024));
    }

    private void run(int rows) {
        postponed.run(new Object[0], new int[0], new int[0], new double[0], new double[0], 0, rows);
    }

    private static Kernel counting(AtomicInteger calls) {
        return (arrays, offsets, sizes, uniforms, totals, from, to) -> calls.incrementAndGet();
    }
}
