package org.losses4j.benchmarks;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Trains a network, which a framework has initialised, on batches that are made beforehand. */
interface TrainedNetwork {

    /**
     * Makes a batch, and the training step on it, which gives the loss.
     *
     * @param extent the rows of the batch, or the length of its sequences
     */
    DoubleSupplier step(int extent, SplittableRandom random);

    /** Makes a batch, and its evaluation without gradients, which gives the loss. */
    DoubleSupplier evaluation(int extent, SplittableRandom random);
}
