package org.losses4j;

import java.io.Serializable;

/**
 * The two reductions that make one number of a loss's values, with constants for the conventions of other libraries.
 *
 * @param example how the elements of a unit combine, for pointwise losses
 * @param batch how the units combine
 */
public record Reduction(ExampleReduction example, BatchReduction batch) implements Serializable {

    /** The default: the mean over the elements of each unit, then the mean over the units. */
    public static final Reduction MEAN = new Reduction(ExampleReduction.MEAN, BatchReduction.MEAN);

    /** The unreduced values. */
    public static final Reduction NONE = new Reduction(ExampleReduction.NONE, BatchReduction.NONE);

    /** The sum of everything. */
    public static final Reduction SUM = new Reduction(ExampleReduction.SUM, BatchReduction.SUM);

    /** PyTorch's {@code reduction="mean"}: the divisor is the sum of the weights, with class weights and without ignored targets. */
    public static final Reduction PYTORCH = new Reduction(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN);

    /** Keras' {@code sum_over_batch_size}: weights never change the divisor. */
    public static final Reduction KERAS = MEAN;

    /** Deeplearning4j's convention: the sum over outputs (and time steps, and pixels), then the mean over examples. */
    public static final Reduction DL4J = new Reduction(ExampleReduction.SUM, BatchReduction.EXAMPLE_MEAN);
}
