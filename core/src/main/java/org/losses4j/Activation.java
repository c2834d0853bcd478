package org.losses4j;

/** The activation of the network's output that a loss is meant to follow. */
public enum Activation {
    /** None: the loss takes the network's raw output. */
    IDENTITY,
    SIGMOID,
    SOFTMAX,
    LOG_SOFTMAX,
    /** Anything that is not negative, such as softplus or exp. */
    POSITIVE,
    /** −1 to 1. */
    TANH
}
