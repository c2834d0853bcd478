package org.losses4j.execution;

import org.losses4j.Objective;

/** The part of an objective that is computed: its value, its gradients or both. */
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
