package org.losses4j.djl.internal.array;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;
import org.losses4j.tensor.Shape;

/**
 * Makes arrays of numbers from the host that own their memory.
 *
 * <p>DJL's PyTorch engine lends an array the memory of the Java buffer that it was made from, and autograd goes on reading
 * it after the array is closed and the buffer collected. No array made here depends on a buffer.
 */
public final class OwnedArrays {
    private OwnedArrays() {}

    /** An array of {@code values}, with the type, the manager and the device of {@code like}. */
    public static NDArray create(NDArray like, double[] values, Shape shape) {
        NDManager manager = like.getManager();
        ai.djl.ndarray.types.Shape target = DjlShapes.toDjl(shape);
        if (PyTorchEngine.owns(like) && like.getDevice().equals(Device.cpu())) {
            NDArray created = manager.create(target, like.getDataType());
            put(created, values);
            return created;
        }
        if (like.getDataType() == DataType.FLOAT64) {
            return owned(like, manager.create(values, target));
        }
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return owned(like, manager.create(rounded, target));
    }

    /** A scalar with the type, the manager and the device of {@code like}. */
    public static NDArray scalar(NDArray like, double value) {
        NDManager manager = like.getManager();
        if (like.getDataType() == DataType.FLOAT32 || (float) value == value) {
            NDArray filled = manager.full(new ai.djl.ndarray.types.Shape(), (float) value, like.getDataType());
            return filled.toDevice(like.getDevice(), false);
        }
        return owned(like, manager.create(value));
    }

    /** Replaces the values of a contiguous array without autograd recording it. */
    public static void overwrite(NDArray array, double[] values, Shape shape) {
        if (array.getDevice().equals(Device.cpu())) {
            put(array, values);
            return;
        }
        try (NDArray alias = array.stopGradient();
                NDArray source = create(array, values, shape)) {
            alias.set(new NDIndex("..."), source);
        }
    }

    /** Writes to the memory of a contiguous array on the CPU. */
    private static void put(NDArray array, double[] values) {
        if (values.length == 0) {
            return;
        }
        ByteBuffer memory = array.toByteBuffer(true);
        if (array.getDataType() == DataType.FLOAT64) {
            DoubleBuffer doubles = memory.asDoubleBuffer();
            doubles.put(values);
            return;
        }
        FloatBuffer floats = memory.asFloatBuffer();
        for (int i = 0; i < values.length; i++) {
            floats.put(i, (float) values[i]);
        }
    }

    private static NDArray owned(NDArray like, NDArray borrowed) {
        try (borrowed) {
            return borrowed.getDevice().equals(like.getDevice())
                    ? borrowed.duplicate()
                    : borrowed.toDevice(like.getDevice(), false);
        }
    }
}
