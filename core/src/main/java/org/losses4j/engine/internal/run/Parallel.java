package org.losses4j.engine.internal.run;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.stream.IntStream;

/** Spreads blocks of work over a pool, if there is enough of it. */
public final class Parallel {
    // More parts than threads, so that one thread that is held up does not hold up the others.
    private static final int PARTS_PER_THREAD = 2;

    private final ForkJoinPool pool;
    private final long from;

    /**
     * A way to spread work.
     *
     * @param from the least amount of work that is spread
     */
    public Parallel(ForkJoinPool pool, long from) {
        this.pool = pool;
        this.from = from;
    }

    /** Computes the blocks {@code from} to {@code to} − 1. */
    public interface Part {
        void run(int from, int to);
    }

    /** Computes all blocks; returns when they are done. */
    public void run(int blocks, long work, Part part) {
        int parts = Math.min(blocks, PARTS_PER_THREAD * (pool.getParallelism() + 1));
        if (parts < 2 || work < from) {
            part.run(0, blocks);
            return;
        }
        List<RecursiveAction> actions = IntStream.range(0, parts)
                .<RecursiveAction>mapToObj(i -> new Action(part, bound(blocks, i, parts), bound(blocks, i + 1, parts)))
                .toList();
        pool.invoke(new All(actions));
    }

    private static int bound(int blocks, int part, int parts) {
        return (int) ((long) blocks * part / parts);
    }

    private static final class Action extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient Part part;
        private final int from;
        private final int to;

        Action(Part part, int from, int to) {
            this.part = part;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void compute() {
            part.run(from, to);
        }
    }

    private static final class All extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient List<RecursiveAction> actions;

        All(List<RecursiveAction> actions) {
            this.actions = actions;
        }

        @Override
        protected void compute() {
            invokeAll(actions);
        }
    }
}
