package org.losses4j;

/** How the elements along the last axis of a pointwise loss combine to the value of a unit. */
public enum ExampleReduction {
    /** Not at all: every element is a unit. */
    NONE,
    /** Their mean; over the unmasked ones where the mask is by element. */
    MEAN,
    /** Their sum. */
    SUM
}
