package org.losses4j.dl4j;

/** How a layer uses the mask of a data set's labels. A unit is an element of the output, or a row of classes. */
public enum MaskUse {
    /** A 0 leaves the unit out, also of the count in a mean; any other number is the unit's weight. The default. */
    MASK,
    /** Every number is a unit's weight; a unit of weight 0 adds nothing but still counts in a mean. */
    WEIGHTS
}
