package org.losses4j.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the least time for a loss: reads what it must read and writes what it must write, with next to no arithmetic
 * between.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBenchmark {
    private static final int ALONE = 1 << 20;

    @Param
    public Subject subject = Subject.MEAN_SQUARED_ERROR;

    @Param("1024x1000")
    public String size = "";

    private float[][] in = {};
    private float[][] out = {};
    private int elements;
    private int threads;

    @Setup
    public void allocate() {
        elements = Size.parse(size).elements();
        in = new float[subject.traffic().read()][elements];
        out = new float[subject.traffic().written()][elements];
        threads = elements < ALONE ? 1 : Threads.wanted();
    }

    @Benchmark
    public float[][] stream() {
        if (threads == 1) {
            subject.traffic().stream(in, out, 0, elements);
        } else {
            IntStream.range(0, threads)
                    .parallel()
                    .forEach(i -> subject.traffic().stream(in, out, bound(i), bound(i + 1)));
        }
        return out;
    }

    private int bound(int part) {
        return (int) ((long) elements * part / threads);
    }
}
