package org.losses4j.dl4j.internal.layer;

import java.util.OptionalInt;
import org.losses4j.Objective;
import org.losses4j.dl4j.nd4j.Nd4jExecution;

/** The configuration of a layer that computes an objective, as its runtime reads it. */
public interface ObjectiveConfiguration {

    /** The objective. */
    Objective objective();

    /** Whether arrays of more than two axes are [N, …, C]; else they are [N, C, …]. */
    boolean channelsLast();

    /** Whether units of weight 0 in the labels' mask count in a mean; else they are left out. */
    boolean countsMasked();

    /** What computes the objective, made anew for each runtime. */
    Nd4jExecution newExecution();

    /** How many rows are computed at a time while training; empty if all. */
    default OptionalInt chunkRows() {
        return OptionalInt.empty();
    }
}
