package org.losses4j.engine.internal.run;

import java.lang.ref.SoftReference;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * The memory of calls that have ended, for later calls: as many as there were calls at once. The garbage collector takes it when memory
 * is short.
 *
 * @param <M> the memory of one call
 */
public final class MemoryPool<M> {
    private final ConcurrentLinkedDeque<SoftReference<M>> free = new ConcurrentLinkedDeque<>();

    /** Memory that no other call uses until it is given back. */
    public M take(Supplier<M> make) {
        for (SoftReference<M> next = free.poll(); next != null; next = free.poll()) {
            M memory = next.get();
            if (memory != null) {
                return memory;
            }
        }
        return make.get();
    }

    public void giveBack(M memory) {
        free.push(new SoftReference<>(memory));
    }
}
