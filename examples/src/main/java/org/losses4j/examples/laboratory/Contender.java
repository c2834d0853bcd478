package org.losses4j.examples.laboratory;

import org.losses4j.Objective;

/**
 * A loss under comparison.
 *
 * @param name in tables and pictures
 * @param objective what the network minimises, over its raw output
 */
public record Contender(String name, Objective objective) {}
