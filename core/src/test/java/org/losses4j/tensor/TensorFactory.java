package org.losses4j.tensor;

/** Makes tensors of the kind under test. */
@FunctionalInterface
public interface TensorFactory {
    Tensor create(double[] values, Shape shape);
}
