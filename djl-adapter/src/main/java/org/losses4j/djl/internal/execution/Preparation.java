package org.losses4j.djl.internal.execution;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.internal.array.Scope;
import org.losses4j.tensor.Tensor;

/**
 * Brings the inputs of an objective to one type and one device, without touching the caller's arrays.
 *
 * @param type float64 if a prediction is, else float32
 * @param device the first input's device
 * @param trained the roles that gradients may be wanted by
 * @param scope what aliases of the arrays, and all that is computed from these, end with
 */
public record Preparation(DataType type, Device device, Set<String> trained, Scope scope) {

    /**
     * The preparation for some arrays.
     *
     * @throws IllegalArgumentException if the predictions are on several devices
     */
    public static Preparation of(Objective objective, Map<String, NDArray> arrays, Set<String> trained, Scope scope) {
        NDArray first = arrays.values().iterator().next();
        DataType type = DataType.FLOAT32;
        for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
            NDArray array = entry.getValue();
            boolean prediction = trained.contains(entry.getKey());
            if ((prediction || array == first) && array.getDataType() == DataType.FLOAT64) {
                type = DataType.FLOAT64;
            }
            if (prediction && !array.getDevice().equals(first.getDevice())) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + entry.getKey() + "' is on "
                        + array.getDevice() + ", but the first prediction is on " + first.getDevice()
                        + "; labels are moved to the predictions, predictions stay where the network is");
            }
        }
        return new Preparation(type, first.getDevice(), trained, scope);
    }

    /** The arrays by role as tensors, each prepared in its own shape. */
    public Inputs inputs(Map<String, NDArray> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((role, array) -> tensors.put(role, DjlTensor.of(fitted(role, scope.alias(array)))));
        return Inputs.of(tensors);
    }

    /** An array, or a copy in its manager where its type or device is another; gradients flow through the copy. */
    NDArray fitted(String role, NDArray array) {
        if (array.getDataType() == type && array.getDevice().equals(device)) {
            return array;
        }
        if (trained.contains(role)) {
            // A cast would cut the gradient; a product with 1 of the wider type does not.
            return array.mul(array.getManager().ones(new Shape(1), type, device));
        }
        return array.toType(type, false).toDevice(device, false);
    }
}
