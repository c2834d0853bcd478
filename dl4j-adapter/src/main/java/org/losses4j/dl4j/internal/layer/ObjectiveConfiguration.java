package org.losses4j.dl4j.internal.layer;

import java.util.OptionalInt;
import org.losses4j.Objective;
import org.losses4j.dl4j.nd4j.Nd4jExecution;

/** The configuration of a layer with an objective, as the layer's runtime reads it. */
public interface ObjectiveConfiguration {

    /** The objective. */
    Objective objective();

    /** Whether the order of axes is [N, …, C]; else it is [N, C, …]. */
    boolean channelsLast();

    /** Whether units of weight 0 in the labels' mask count in a mean; else they are left out. */
    boolean countsMasked();

    /** A new execution that computes the objective; each runtime asks for one. */
    Nd4jExecution newExecution();

    /** The number of examples of earlier batches that a batch is compared with in training; empty if it is not. */
    OptionalInt crossBatchMemory();

    /** The number of rows that are computed at a time in training; empty if all are. */
    default OptionalInt chunkRows() {
        return OptionalInt.empty();
    }
}
