package org.losses4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The inputs of a loss or an objective: tensors by role. Immutable. */
public final class Inputs {
    private final Map<String, Tensor> tensors;

    private Inputs(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /** The inputs in the order of the map. */
    public static Inputs of(Map<String, ? extends Tensor> tensors) {
        return new Inputs(new LinkedHashMap<>(tensors));
    }

    /** A prediction and its target. */
    public static Inputs of(Tensor prediction, Tensor target) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(Role.PREDICTION, prediction);
        tensors.put(Role.TARGET, target);
        return new Inputs(tensors);
    }

    /** These inputs and one more, or another one under the same role. */
    public Inputs with(String role, Tensor tensor) {
        Map<String, Tensor> more = new LinkedHashMap<>(tensors);
        more.put(role, tensor);
        return new Inputs(more);
    }

    /**
     * The input of a role.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public Tensor get(String role) {
        Tensor tensor = tensors.get(role);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "The input '" + role + "' is missing; given: " + Excerpt.of(tensors.keySet(), 200));
        }
        return tensor;
    }

    /** The input of a role that may be left out. */
    public Optional<Tensor> find(String role) {
        return Optional.ofNullable(tensors.get(role));
    }

    /** Any one of the inputs, to make constants of the same tensor implementation from it. */
    public Tensor any() {
        return tensors.values().iterator().next();
    }

    public Map<String, Tensor> asMap() {
        return tensors;
    }

    /** The shapes by role. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        return shapes;
    }
}
