package org.losses4j.benchmarks;

import java.util.function.DoubleSupplier;
import org.losses4j.examples.metrics.FreshJvm;

/**
 * Measures the first seconds of one {@link StartTraining} in a process of its own: prints the cores that other processes
 * used, and the microseconds at each step.
 */
final class StartTrial {
    private StartTrial() {}

    /** The training, whether it is ours, the least seconds, the least steps and the most seconds to train, and the pause before. */
    public static void main(String[] arguments) throws InterruptedException {
        Threads.limitNd4j();
        DoubleSupplier step = StartTraining.valueOf(arguments[0]).prepare(Boolean.parseBoolean(arguments[1]));
        Thread.sleep((long) (1_000 * Double.parseDouble(arguments[5])));
        OtherProcesses others = new OtherProcesses();
        TrainingCurve curve = TrainingCurve.measure(
                step,
                Double.parseDouble(arguments[2]),
                Integer.parseInt(arguments[3]),
                Double.parseDouble(arguments[4]));
        FreshJvm.printResult(others.cores() + " " + curve);
        System.exit(0);
    }
}
