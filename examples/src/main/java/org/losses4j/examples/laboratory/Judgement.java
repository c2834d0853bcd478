package org.losses4j.examples.laboratory;

import java.util.Map;

/**
 * The figures of a network on the test data.
 *
 * @param figures the values of the figures, by {@link Figure#key}
 * @param picture the data that pictures are drawn from
 * @param <P> the type of those data
 */
public record Judgement<P>(Map<String, Double> figures, P picture) {}
