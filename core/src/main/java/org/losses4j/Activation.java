package org.losses4j;

/** An output activation: one whose values a loss reads, or one that a loss contains ({@link LossDescription}). */
public enum Activation {
    /** No activation: the network's raw output. */
    IDENTITY,
    SIGMOID,
    SOFTMAX,
    LOG_SOFTMAX,
    /** Any activation whose values are not negative, such as softplus or exp. */
    POSITIVE,
    /** The hyperbolic tangent, with values from −1 to 1. */
    TANH
}
