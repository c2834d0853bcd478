package org.losses4j.djl.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.losses4j.tensor.TensorContract;

class DjlTensorTest extends TensorContract {
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Override
    public Tensor create(double[] values, Shape shape) {
        return DjlTensor.of(manager.create(values, DjlShapes.toDjl(shape)));
    }

    @Test
    void refusesTypesThatItCannotComputeIn() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> DjlTensor.of(manager.create(new int[] {1, 2})));
        assertTrue(error.getMessage().contains("float32 or float64, got int32"), error.getMessage());
    }

    @Test
    void keepsTheTypeOfItsArray() {
        Tensor single = DjlTensor.of(manager.create(new float[] {1, 2}));
        assertEquals(DataType.FLOAT32, array(single.add(0.1).exp().softplus().expm1()));
        assertEquals(DataType.FLOAT32, array(single.greater(1).where(single, 0.1)));
        assertEquals(DataType.FLOAT32, array(single.array(new double[] {1}, Shape.of(1))));
        assertEquals(DataType.FLOAT32, array(single.arange(3)));
        assertEquals(
                DataType.FLOAT64, array(create(new double[] {1}, Shape.of(1)).add(0.1)));
    }

    /** log(1 + eˣ) and its slope, the sigmoid, by way of doubles. */
    @Test
    void softplusOfFloatsIsAccurateEverywhere() {
        float[] values = new float[401];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 200) / 4f;
        }
        NDArray x = manager.create(values);
        x.setRequiresGradient(true);
        NDArray softplus;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            softplus = ((DjlTensor) DjlTensor.of(x).softplus()).array();
            collector.backward(softplus.sum());
        }
        float[] got = softplus.toFloatArray();
        float[] slope = x.getGradient().toFloatArray();
        for (int i = 0; i < values.length; i++) {
            double power = Math.exp(-Math.abs(values[i]));
            float wanted = (float) (Math.max(values[i], 0) + Math.log1p(power));
            float sigmoid = (float) ((values[i] > 0 ? 1 : power) / (1 + power));
            assertEquals(wanted, got[i], 4 * Math.ulp(wanted), "softplus of " + values[i]);
            assertEquals(sigmoid, slope[i], 4 * Math.ulp(sigmoid), "its slope at " + values[i]);
        }
    }

    private static DataType array(Tensor tensor) {
        return ((DjlTensor) tensor).array().getDataType();
    }
}
