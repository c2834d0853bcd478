package org.losses4j.benchmarks;

import java.util.function.DoubleSupplier;
import org.losses4j.examples.metrics.FreshJvm;

/** Measures the first seconds of one {@link StartTraining} in a process of its own: prints the microseconds at each step. */
final class StartTrial {
    private StartTrial() {}

    /** The training, whether it is ours, the least seconds and the least steps to train. */
    public static void main(String[] arguments) {
        Threads.limitNd4j();
        DoubleSupplier step = StartTraining.valueOf(arguments[0]).prepare(Boolean.parseBoolean(arguments[1]));
        FreshJvm.printResult(
                TrainingCurve.measure(step, Double.parseDouble(arguments[2]), Integer.parseInt(arguments[3])));
        System.exit(0);
    }
}
