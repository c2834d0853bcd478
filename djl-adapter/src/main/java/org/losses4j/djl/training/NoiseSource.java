package org.losses4j.djl.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Draws the inputs of a generator. */
@FunctionalInterface
public interface NoiseSource {

    /** Inputs for a number of examples, in the given manager. */
    NDList draw(NDManager manager, int examples);

    /** Draws standard normal numbers [N, {@code size}] from the engine's own generator. */
    static NoiseSource normal(int size) {
        return (manager, examples) -> new NDList(manager.randomNormal(new Shape(examples, size)));
    }
}
