package org.losses4j.engine.internal.stage;

import org.losses4j.tensor.Shape;

/**
 * A row-major tensor that a stage stores for later ones.
 *
 * @param number its place in {@link StageMemory}
 */
public record Stored(int number, Shape shape) {}
