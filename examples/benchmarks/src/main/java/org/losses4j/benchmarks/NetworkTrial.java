package org.losses4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.losses4j.examples.metrics.FreshJvm;

/**
 * Trains one {@link Network} in a process of its own, by turns with the framework's loss and with ours: prints the
 * microseconds of a step with each.
 */
final class NetworkTrial {
    private static final int STEPS_A_TURN = 20;

    private NetworkTrial() {}

    /** The network, the loss, and the seconds to train, half of which warm up. */
    public static void main(String[] arguments) {
        Network network = Network.valueOf(arguments[0]);
        Subject subject = Subject.valueOf(arguments[1]);
        long nanoseconds = Long.parseLong(arguments[2]) * 1_000_000_000L;
        Threads.limitNd4j();
        Runnable own = network.prepare(subject, false);
        Runnable ours = network.prepare(subject, true);
        List<Double> ownTimes = new ArrayList<>();
        List<Double> ourTimes = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < nanoseconds) {
            if (System.nanoTime() - start < nanoseconds / 2) {
                ownTimes.clear();
                ourTimes.clear();
            }
            ownTimes.add(turn(own));
            ourTimes.add(turn(ours));
        }
        FreshJvm.printResult(median(ownTimes) + " " + median(ourTimes));
        System.exit(0);
    }

    private static double turn(Runnable step) {
        long start = System.nanoTime();
        for (int i = 0; i < STEPS_A_TURN; i++) {
            step.run();
        }
        return (System.nanoTime() - start) / 1e3 / STEPS_A_TURN;
    }

    private static double median(List<Double> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }
}
