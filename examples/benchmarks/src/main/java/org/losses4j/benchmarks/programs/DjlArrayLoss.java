package org.losses4j.benchmarks.programs;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import org.losses4j.benchmarks.DjlFormula;

/** A loss of DJL that computes a formula in array operations. */
public final class DjlArrayLoss extends Loss {
    private final DjlFormula formula;

    public DjlArrayLoss(String name, DjlFormula formula) {
        super(name);
        this.formula = formula;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return formula.value(labels, predictions);
    }
}
