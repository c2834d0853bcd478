package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.tensor.Tensor;

/** Brings the inputs of an objective to one type and one device, without touching the caller's arrays. */
final class Preparation {
    private Preparation() {}

    /**
     * Aliases of the inputs, or copies where the type or the device is another, in {@code scope}; gradients flow
     * through them.
     *
     * @param trained the roles that gradients may be wanted by
     * @throws IllegalArgumentException if the predictions are on several devices
     */
    static Inputs prepare(Objective objective, Map<String, NDArray> arrays, Set<String> trained, NDManager scope) {
        NDArray first = arrays.values().iterator().next();
        DataType type = arrays.entrySet().stream()
                        .filter(entry -> entry.getValue() == first || trained.contains(entry.getKey()))
                        .anyMatch(entry -> entry.getValue().getDataType() == DataType.FLOAT64)
                ? DataType.FLOAT64
                : DataType.FLOAT32;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((role, array) -> {
            if (trained.contains(role) && !array.getDevice().equals(first.getDevice())) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role + "' is on "
                        + array.getDevice() + ", but the first prediction is on " + first.getDevice()
                        + "; labels are moved to the predictions, predictions stay where the network is");
            }
            tensors.put(role, DjlTensor.of(prepare(array, trained.contains(role), first, type, scope)));
        });
        return Inputs.of(tensors);
    }

    private static NDArray prepare(NDArray array, boolean trained, NDArray first, DataType type, NDManager scope) {
        NDArray alias = array.reshape(array.getShape());
        alias.attach(scope);
        if (alias.getDataType() == type && alias.getDevice().equals(first.getDevice())) {
            return alias;
        }
        if (trained) {
            // A cast would cut the gradient; a product with 1 of the wider type does not.
            return alias.mul(scope.ones(new Shape(1), type));
        }
        return alias.toType(type, false).toDevice(first.getDevice(), false);
    }
}
