package org.losses4j;

/** How the elements along the last axis of a pointwise loss combine to the value of a unit. */
public enum ExampleReduction {
    /** No reduction: every element is a unit. */
    NONE,
    /** The mean of the elements; of the unmasked ones if the mask has a number for each element. */
    MEAN,
    /** The sum of the elements. */
    SUM
}
