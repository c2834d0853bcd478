package org.losses4j.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** The median and the range of a figure over several JVMs. */
public record MedianRange(double median, double lowest, double highest) {

    /** The median of at least one value is, of an even number of values, the mean of the two in the middle. */
    public static MedianRange of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new MedianRange(median, sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * The median, with the range if there is one.
     *
     * @param pattern how each is printed
     */
    public String text(String pattern) {
        return lowest == highest
                ? String.format(Locale.ROOT, pattern, median)
                : String.format(
                        Locale.ROOT, pattern + " (" + pattern + " to " + pattern + ")", median, lowest, highest);
    }
}
