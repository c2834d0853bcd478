package org.losses4j.loss.segmentation;

/** The pixels that the sums of an overlap loss run over. */
public enum Aggregate {
    /** Those of each class of each example, then the mean over classes: a value for each example, [N]. */
    EXAMPLE,
    /** Those of each class in the whole batch: a value for each class, [C]. */
    CLASS,
    /** All together: one value, []. */
    BATCH
}
