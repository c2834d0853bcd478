package org.losses4j.examples.metrics;

import java.util.Arrays;

/**
 * What several runs have in common.
 *
 * @param mean of the values
 * @param deviation the sample standard deviation, over n − 1; 0 for a single value
 */
public record Spread(double mean, double deviation) {

    /** The spread of at least one value. */
    public static Spread of(double... values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return new Spread(mean, values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1)));
    }
}
