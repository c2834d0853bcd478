package org.losses4j.engine.internal.stage;

import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.losses4j.engine.memory.Precision;

/**
 * The memory of calls that have ended, for later calls of any program of the same precision: as many as there were calls at once.
 * The garbage collector takes it when memory is short.
 *
 * @param <A> float[] or double[]
 */
public final class StageMemories<A> {
    private final Matrices<A> matrices;
    private final ConcurrentLinkedDeque<SoftReference<StageMemory<A>>> free = new ConcurrentLinkedDeque<>();

    private StageMemories(Matrices<A> matrices) {
        this.matrices = matrices;
    }

    public static StageMemories<?> of(Precision precision) {
        return precision == Precision.FLOAT64
                ? new StageMemories<>(new DoubleMatrices())
                : new StageMemories<>(new FloatMatrices());
    }

    /** Makes a call with memory that no other call uses at the time. */
    public void call(Consumer<StageMemory<A>> stages) {
        StageMemory<A> memory = take();
        try {
            stages.accept(memory);
        } finally {
            memory.endCall();
            free.push(new SoftReference<>(memory));
        }
    }

    private StageMemory<A> take() {
        for (SoftReference<StageMemory<A>> next = free.poll(); next != null; next = free.poll()) {
            StageMemory<A> memory = next.get();
            if (memory != null) {
                return memory;
            }
        }
        return new StageMemory<>(matrices);
    }
}
