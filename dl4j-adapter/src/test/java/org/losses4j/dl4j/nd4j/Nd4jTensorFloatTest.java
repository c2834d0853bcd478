package org.losses4j.dl4j.nd4j;

import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.losses4j.tensor.TensorContract;
import org.nd4j.linalg.api.buffer.DataType;

class Nd4jTensorFloatTest extends TensorContract {
    @Override
    public Tensor create(double[] values, Shape shape) {
        return Nd4jTensor.of(Layouts.CONTIGUOUS.array(values, shape, DataType.FLOAT));
    }

    /** Float rounding, 6e-8, times 400: the condition of log softmax where a class has a probability near 1. */
    @Override
    protected double tolerance() {
        return 3e-5;
    }
}
