package org.losses4j.examples.laboratory;

import org.losses4j.Objective;

/**
 * A loss under comparison.
 *
 * @param name the name in tables and pictures
 * @param objective the objective that the network minimises, over its raw output
 */
public record Contender(String name, Objective objective) {}
