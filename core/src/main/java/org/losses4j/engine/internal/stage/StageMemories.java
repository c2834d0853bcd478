package org.losses4j.engine.internal.stage;

import java.util.function.Consumer;
import org.losses4j.engine.internal.run.MemoryPool;
import org.losses4j.engine.memory.Precision;

/**
 * The memory of calls that have ended, for later calls of any program of the same precision.
 *
 * @param <A> float[] or double[]
 */
public final class StageMemories<A> {
    private final Matrices<A> matrices;
    private final MemoryPool<StageMemory<A>> pool = new MemoryPool<>();

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
        StageMemory<A> memory = pool.take(() -> new StageMemory<>(matrices));
        try {
            stages.accept(memory);
        } finally {
            memory.endCall();
            pool.giveBack(memory);
        }
    }
}
