package org.losses4j.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;

/**
 * The result of one measurement.
 *
 * @param loss the loss's registered name
 * @param size the size of the prediction, as {@link Size} writes it
 * @param contender the contender that computed the loss
 * @param threads the number of threads that it could use
 * @param median the median time for value and gradient, in nanoseconds for each element of the prediction
 * @param low the lower quartile of that time
 * @param high the upper quartile of that time
 * @param slowest the median of the JVM with the largest, in the same unit; 0 if unknown
 * @param warmingUp whether the code still got faster while it was measured, so that the figure says nothing about later
 */
record Figure(
        @JsonProperty("loss") String loss,
        @JsonProperty("size") String size,
        @JsonProperty("contender") String contender,
        @JsonProperty("threads") int threads,
        @JsonProperty("median") double median,
        @JsonProperty("low") double low,
        @JsonProperty("high") double high,
        @JsonProperty("slowest") double slowest,
        @JsonProperty("warming_up") boolean warmingUp) {

    /** The figure of a measurement in several JVMs. */
    static Figure of(Subject subject, Size size, String contender, int threads, List<Fork> forks) {
        double[] sorted = forks.stream()
                .flatMapToDouble(fork -> Arrays.stream(fork.counted()))
                .sorted()
                .toArray();
        double elements = size.elements();
        return new Figure(
                subject.lossName(),
                size.toString(),
                contender,
                threads,
                quantile(sorted, 0.5) / elements,
                quantile(sorted, 0.25) / elements,
                quantile(sorted, 0.75) / elements,
                forks.stream().mapToDouble(Fork::median).max().orElseThrow() / elements,
                forks.stream().anyMatch(Fork::isWarmingUp));
    }

    /** The same figure for another loss. */
    Figure of(String other) {
        return new Figure(other, size, contender, threads, median, low, high, slowest, warmingUp);
    }

    /**
     * The same figure, known to be that of a warm JVM if it is no faster than an earlier figure with a shorter warm-up.
     */
    Figure after(Figure shorter) {
        boolean stillFaster = warmingUp && median < Fork.STEADY * shorter.median;
        return new Figure(loss, size, contender, threads, median, low, high, slowest, stillFaster);
    }

    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
