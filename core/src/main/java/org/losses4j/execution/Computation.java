package org.losses4j.execution;

import org.losses4j.Objective;

/** What is to be computed of an objective. */
public enum Computation {
    /** {@link Objective#value}. */
    VALUE,
    /** {@link Objective#perExample}. */
    PER_EXAMPLE,
    /** The gradients of the value's sum. */
    GRADIENTS,
    /** The value, then the gradients of its sum. */
    VALUE_AND_GRADIENTS
}
