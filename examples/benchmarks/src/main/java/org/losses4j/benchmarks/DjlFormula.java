package org.losses4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** A loss in array operations of DJL: a scalar that can be differentiated. */
@FunctionalInterface
public interface DjlFormula {
    NDArray value(NDList labels, NDList predictions);
}
