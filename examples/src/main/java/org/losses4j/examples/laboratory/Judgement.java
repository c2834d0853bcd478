package org.losses4j.examples.laboratory;

import java.util.Map;

/**
 * What the test data say of a network.
 *
 * @param figures what it is judged by, by {@link Figure#key}
 * @param picture what pictures are drawn from
 * @param <P> its type
 */
public record Judgement<P>(Map<String, Double> figures, P picture) {}
