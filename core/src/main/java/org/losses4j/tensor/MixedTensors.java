package org.losses4j.tensor;

/** The one message for tensors of two implementations that meet in one operation. */
public final class MixedTensors {
    private MixedTensors() {}

    public static IllegalArgumentException error(Class<?> wanted, Tensor got) {
        return new IllegalArgumentException("An operation on a " + wanted.getSimpleName() + " got a "
                + got.getClass().getSimpleName() + "; bring all inputs of a loss into one framework first");
    }
}
