package org.losses4j.examples.metrics;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The mean and the spread of a figure over several runs.
 *
 * @param mean the mean of the values
 * @param deviation the sample standard deviation, over n − 1; null for a single value, which has none
 */
public record Spread(double mean, @Nullable Double deviation) {

    /** The spread of at least one value. */
    public static Spread of(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return new Spread(mean, values.length == 1 ? null : (Double) Math.sqrt(squares / (values.length - 1)));
    }

    /**
     * The mean, with the deviation if there is one.
     *
     * @param pattern how either is printed
     */
    public String text(String pattern) {
        return deviation == null
                ? String.format(Locale.ROOT, pattern, mean)
                : String.format(Locale.ROOT, pattern + " ± " + pattern, mean, deviation);
    }
}
