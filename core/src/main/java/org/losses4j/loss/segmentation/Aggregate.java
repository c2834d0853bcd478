package org.losses4j.loss.segmentation;

/** What an overlap is measured over. */
public enum Aggregate {
    /** Each class of each example, then the mean over classes: a value for each example. */
    EXAMPLE,
    /** Each class over the whole batch: a value for each class. */
    CLASS,
    /** Everything together: one value. */
    BATCH
}
