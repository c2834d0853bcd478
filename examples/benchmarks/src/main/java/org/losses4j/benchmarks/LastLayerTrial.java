package org.losses4j.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import org.losses4j.examples.metrics.FreshJvm;
import org.losses4j.examples.metrics.ResidentMemory;

/** Measures one {@link LastLayer} in a process of its own: prints the milliseconds of a step and the bytes it took at its peak. */
final class LastLayerTrial {
    private LastLayerTrial() {}

    /** The way, N, H, V, and the number of steps to time after one that warms up. */
    public static void main(String[] arguments) throws IOException {
        LastLayer way = LastLayer.valueOf(arguments[0]);
        int[] numbers =
                Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        Threads.limitNd4j();
        // What the JVM needs to load, compile and keep is there before memory is looked at.
        Runnable small = way.prepare(new LastLayer.Sizes(64, 16, 128));
        for (int i = 0; i < 20; i++) {
            small.run();
        }
        Runnable step = way.prepare(new LastLayer.Sizes(numbers[0], numbers[1], numbers[2]));
        System.gc();
        ResidentMemory.forgetPeak();
        long before = ResidentMemory.now();
        step.run();
        double[] milliseconds = new double[numbers[3]];
        for (int i = 0; i < milliseconds.length; i++) {
            long start = System.nanoTime();
            step.run();
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        FreshJvm.printResult(milliseconds[milliseconds.length / 2] + " " + (ResidentMemory.peak() - before));
        System.exit(0);
    }
}
