package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.tensor.Tensor;

/** The formula itself, over {@link DjlTensor}. */
final class AutogradExecution implements RoadExecution {

    @Override
    public NDArray compute(Objective objective, Inputs inputs, boolean perExample) {
        Tensor value = perExample ? objective.perExample(inputs) : objective.value(inputs);
        return ((DjlTensor) value).array();
    }
}
