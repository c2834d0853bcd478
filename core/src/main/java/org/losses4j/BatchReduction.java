package org.losses4j;

/** How the units of a batch combine. With nothing left to combine the result is 0. */
public enum BatchReduction {
    /** Not at all. */
    NONE,
    /** Their sum. */
    SUM,
    /** Their sum divided by the number of unmasked units; weights do not change the divisor. */
    MEAN,
    /** Their sum divided by the sum of the weights, those that class weights and ignored targets make included. */
    WEIGHTED_MEAN,
    /** Their sum divided by the number of examples, the extent of the first axis, whatever is masked. */
    EXAMPLE_MEAN
}
