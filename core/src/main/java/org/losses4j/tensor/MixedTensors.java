package org.losses4j.tensor;

/** Makes the error for an operation on tensors of two implementations. */
public final class MixedTensors {
    private MixedTensors() {}

    public static IllegalArgumentException error(Class<?> wanted, Tensor got) {
        return new IllegalArgumentException("An operation on a " + wanted.getSimpleName() + " got a "
                + got.getClass().getSimpleName() + "; bring all inputs of a loss into one framework first");
    }
}
