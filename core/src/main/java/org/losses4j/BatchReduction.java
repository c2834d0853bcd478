package org.losses4j;

/** How the values of a batch's units combine to one number. The number is 0 if no unit is left, as under a mask of zeros. */
public enum BatchReduction {
    /** No reduction: one value for each unit. */
    NONE,
    /** The sum of the values. */
    SUM,
    /** The sum divided by the number of unmasked units; weights do not change the divisor. */
    MEAN,
    /**
     * The sum divided by the sum of the unmasked units' weights: the given weights times {@link Loss#unitWeights}, which are
     * the class weights, and 0 for ignored targets, in losses of class indices.
     */
    WEIGHTED_MEAN,
    /** The sum divided by the number of examples, the extent of the first axis; masked examples count too. */
    EXAMPLE_MEAN
}
