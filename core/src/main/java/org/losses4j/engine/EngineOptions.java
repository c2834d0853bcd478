package org.losses4j.engine;

import java.util.Objects;
import java.util.concurrent.ForkJoinPool;

/**
 * Settings of an engine: its use of vector instructions, its threads and the size of its cache.
 *
 * @param vectors when jdk.incubator.vector is used; default {@link Vectors#WHEN_FASTER}
 * @param vectorsFrom the least number of elements of its largest tensor for which a program uses vectors; at least 1; default
 *     64, below which there is little to gain
 * @param pool the pool that runs large sweeps; default the common pool
 * @param parallelFrom the least number of elements for which a sweep over memory is spread over the pool; at least 1; default
 *     1,048,576, which take a millisecond or so: the frameworks' own threads spin while they wait, and hold the cores that
 *     shorter sweeps would be spread over
 * @param capacity the largest number of compiled programs that are cached; at least 1; default 256
 * @param warmUp whether a daemon thread runs vector code on memory of its own, one kernel at a time, so that HotSpot compiles it
 *     within about a second: when something is first compiled, or, where no tensor has 1,024 elements, once it has run often. If
 *     not, calls try vector code now and then. No result depends on it; default true, unless the system property
 *     {@value #WARM_UP} is {@code false}
 */
public record EngineOptions(
        Vectors vectors, long vectorsFrom, ForkJoinPool pool, long parallelFrom, int capacity, boolean warmUp) {
    /** The name of the system property that is {@code false} to have no warm-up by default. */
    public static final String WARM_UP = "losses4j.warmUp";

    /** The use of vector instructions. */
    public enum Vectors {
        /**
         * Uses vectors if the JVM was started with {@code --add-modules jdk.incubator.vector}, as soon as they are faster:
         * until HotSpot has compiled vector code, scalar code runs that computes the same bits.
         */
        WHEN_FASTER,
        /** Uses vectors from the first call on if the module is present; the first calls are a hundred times slower than later ones. */
        WHERE_PRESENT,
        /** Never uses vectors. */
        NEVER
    }

    public EngineOptions {
        Objects.requireNonNull(vectors, "vectors");
        Objects.requireNonNull(
                pool, "There is no pool; to compute on the calling thread alone, set parallelFrom to Long.MAX_VALUE");
        if (vectorsFrom < 1 || parallelFrom < 1 || capacity < 1) {
            throw new IllegalArgumentException("vectorsFrom, parallelFrom and capacity must be at least 1, got "
                    + vectorsFrom + ", " + parallelFrom + " and " + capacity);
        }
    }

    public EngineOptions() {
        this(Vectors.WHEN_FASTER, 1 << 6, ForkJoinPool.commonPool(), 1 << 20, 256, isWarmUpOn());
    }

    /** These options with another pool. */
    public EngineOptions on(ForkJoinPool pool) {
        return new EngineOptions(vectors, vectorsFrom, pool, parallelFrom, capacity, warmUp);
    }

    /** These options with another use of vectors. */
    public EngineOptions with(Vectors vectors) {
        return new EngineOptions(vectors, vectorsFrom, pool, parallelFrom, capacity, warmUp);
    }

    /** These options with another least size, in elements, for the use of vectors. */
    public EngineOptions vectorsFrom(long elements) {
        return new EngineOptions(vectors, elements, pool, parallelFrom, capacity, warmUp);
    }

    /** These options with another least size, in elements, for the use of the pool. */
    public EngineOptions parallelFrom(long elements) {
        return new EngineOptions(vectors, vectorsFrom, pool, elements, capacity, warmUp);
    }

    /** These options with or without the warm-up of vector code in the background. */
    public EngineOptions warmUp(boolean background) {
        return new EngineOptions(vectors, vectorsFrom, pool, parallelFrom, capacity, background);
    }

    private static boolean isWarmUpOn() {
        return !"false".equalsIgnoreCase(System.getProperty(WARM_UP));
    }
}
