package org.losses4j.dl4j;

/** The meaning of a data set's labels mask to a layer. */
public enum MaskUse {
    /** Where it is 0, a unit is out, and does not count in a mean; elsewhere it is the unit's weight. The default. */
    MASK,
    /** The weights of units; one of weight 0 adds nothing but still counts in a mean. */
    WEIGHTS
}
