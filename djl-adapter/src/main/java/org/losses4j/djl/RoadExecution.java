package org.losses4j.djl;

import ai.djl.ndarray.NDArray;

/** A {@link Road}, at work. */
interface RoadExecution {

    /** Whether this road can serve the request. */
    boolean serves(Request request);

    /** The value, in the manager of the inputs. */
    NDArray compute(Request request);
}
