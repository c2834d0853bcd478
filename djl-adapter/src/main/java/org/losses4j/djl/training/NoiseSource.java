package org.losses4j.djl.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Draws the noise that a generator makes its examples of. */
@FunctionalInterface
public interface NoiseSource {

    /** The generator's inputs for some examples, in the given manager. */
    NDList draw(NDManager manager, int examples);

    /** Standard normal numbers [N, {@code size}], from the engine's own generator. */
    static NoiseSource normal(int size) {
        return (manager, examples) -> new NDList(manager.randomNormal(new Shape(examples, size)));
    }
}
