package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import org.losses4j.Inputs;
import org.losses4j.Objective;

/** A {@link Road}, at work. */
interface RoadExecution {

    /**
     * The objective's value, or its values by example.
     *
     * @param inputs checked, of one type and on one device, all of them in a manager of their own
     */
    NDArray compute(Objective objective, Inputs inputs, boolean perExample);
}
