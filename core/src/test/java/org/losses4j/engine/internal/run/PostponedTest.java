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
    void vectorsAreWarmedUpOnceAfterManyCalls() {
        int often = 1 << 14;
        for (int call = 1; call < often; call++) {
            run();
        }
        assertEquals(0, warmUps.get());
        run();
        assertEquals(1, warmUps.get());
        assertEquals(often, first.get());
        for (int call = 0; call < 3 * often; call++) {
            run();
        }
        assertEquals(1, warmUps.get());
        assertEquals(3 * often, vectors.get());
    }

    @Test
    void aLargeProgramDoesNotWait() {
        new SweepKernels(null, counting(first)).startWarmUp();
        assertEquals(0, warmUps.get());
        new SweepKernels(postponed, counting(first)).startWarmUp();
        new SweepKernels(null, postponed).startWarmUp();
        assertEquals(1, warmUps.get());
        run();
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

    private void run() {
        postponed.run(new Object[0], new int[0], new int[0], new double[0], new double[0], 0, 1);
    }

    private static Kernel counting(AtomicInteger calls) {
        return (arrays, offsets, sizes, uniforms, totals, from, to) -> calls.incrementAndGet();
    }
}
