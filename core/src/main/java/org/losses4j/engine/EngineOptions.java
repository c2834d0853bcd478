package org.losses4j.engine;

import java.util.concurrent.ForkJoinPool;

/**
 * How an engine compiles and runs.
 *
 * @param vectors whether jdk.incubator.vector is used; default {@link Vectors#WHEN_FASTER}
 * @param vectorsFrom from how many elements of its largest tensor on a program uses vectors; at least 1; default 1,024. HotSpot
 *     compiles vector code late, and until then it is a hundred times slower than scalar code, which costs a small program
 *     a few microseconds at most
 * @param pool where large programs run; default the common pool
 * @param parallelFrom from how many elements on a pass is spread over the pool; at least 1; default 65,536
 * @param capacity how many compiled programs are kept; at least 1; default 256
 */
public record EngineOptions(Vectors vectors, long vectorsFrom, ForkJoinPool pool, long parallelFrom, int capacity) {

    /** The use of vector instructions. */
    public enum Vectors {
        /**
         * Where the JVM was started with {@code --add-modules jdk.incubator.vector}, from when on they are the faster: HotSpot
         * compiles vector code after seconds of use, and until then scalar code runs that computes the same bits.
         */
        WHEN_FASTER,
        /** Where they are present, from the first call on, which is a hundred times slower than later ones. */
        WHERE_PRESENT,
        /** Never. */
        NEVER
    }

    public EngineOptions {
        if (vectorsFrom < 1 || parallelFrom < 1 || capacity < 1) {
            throw new IllegalArgumentException("vectorsFrom, parallelFrom and capacity must be at least 1, got "
                    + vectorsFrom + ", " + parallelFrom + " and " + capacity);
        }
    }

    public EngineOptions() {
        this(Vectors.WHEN_FASTER, 1 << 10, ForkJoinPool.commonPool(), 1 << 16, 256);
    }

    /** The same on another pool. */
    public EngineOptions on(ForkJoinPool pool) {
        return new EngineOptions(vectors, vectorsFrom, pool, parallelFrom, capacity);
    }

    /** The same with or without vectors. */
    public EngineOptions with(Vectors vectors) {
        return new EngineOptions(vectors, vectorsFrom, pool, parallelFrom, capacity);
    }

    /** The same with another threshold for the use of vectors. */
    public EngineOptions vectorsFrom(long elements) {
        return new EngineOptions(vectors, elements, pool, parallelFrom, capacity);
    }

    /** The same with another threshold for the use of the pool. */
    public EngineOptions parallelFrom(long elements) {
        return new EngineOptions(vectors, vectorsFrom, pool, elements, capacity);
    }
}
