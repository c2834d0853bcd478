package org.losses4j.djl.internal.execution;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.array.Scope;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;
import org.losses4j.tensor.Shape;

/** One computation: an objective, its inputs, and the gradients that are wanted; its arrays belong to a manager of its own. */
final class Request {
    private final Map<String, NDArray> arrays;
    private final Preparation preparation;
    private final Signature signature;
    private @Nullable Inputs inputs;

    private Request(Map<String, NDArray> arrays, Preparation preparation, Signature signature) {
        this.arrays = arrays;
        this.preparation = preparation;
        this.signature = signature;
    }

    /**
     * A request.
     *
     * @param trained the roles that gradients may be wanted by
     * @param wanted the roles that gradients are to flow to; empty if the value alone is wanted
     * @param perExample whether {@link Objective#perExample} is wanted instead of the value
     * @param scope what ends with the computation
     * @throws IllegalArgumentException if the predictions are on several devices
     */
    static Request of(
            Objective objective,
            Map<String, NDArray> arrays,
            Set<String> trained,
            List<String> wanted,
            boolean perExample,
            Scope scope) {
        Preparation preparation = Preparation.of(objective, arrays, trained, scope);
        List<Shape> shapes = new ArrayList<>(arrays.size());
        for (NDArray array : arrays.values()) {
            shapes.add(DjlShapes.of(array));
        }
        return new Request(
                arrays,
                preparation,
                new Signature(
                        objective,
                        List.copyOf(arrays.keySet()),
                        shapes,
                        preparation.type(),
                        preparation.device(),
                        wanted,
                        perExample));
    }

    Signature signature() {
        return signature;
    }

    Objective objective() {
        return signature.objective();
    }

    List<String> roles() {
        return signature.roles();
    }

    List<String> wanted() {
        return signature.wanted();
    }

    boolean perExample() {
        return signature.perExample();
    }

    /** The shapes by role. */
    Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (int i = 0; i < roles().size(); i++) {
            shapes.put(roles().get(i), signature.shapes().get(i));
        }
        return shapes;
    }

    /** The inputs, of one type and on one device. */
    Inputs inputs() {
        if (inputs == null) {
            inputs = preparation.inputs(arrays);
        }
        return inputs;
    }

    /** An input of the computed type, on the computing device. */
    NDArray array(String role) {
        return ((DjlTensor) inputs().get(role)).array();
    }

    /** An input of the computed type, on the computing device: as it was given, if it is so already. */
    NDArray fitted(String role) {
        return preparation.fitted(role, Objects.requireNonNull(arrays.get(role), role));
    }

    /** The first input as prepared, to make other arrays of its type and on its device. */
    NDArray first() {
        return array(roles().get(0));
    }

    /** Whether the inputs are arrays of the PyTorch engine. */
    boolean isTorch() {
        return PyTorchEngine.owns(arrays.values().iterator().next());
    }

    /**
     * Checks shapes and values of the inputs.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    void check() {
        objective().checkShapes(shapes());
        checkValues();
    }

    /**
     * Checks the values of the inputs.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    void checkValues() {
        objective().checkValues(inputs());
    }

    /**
     * The key that is equal for all requests that one compiled module serves.
     *
     * @param shapes the shapes of the inputs, in the order of their roles
     */
    record Signature(
            Objective objective,
            List<String> roles,
            List<Shape> shapes,
            DataType type,
            Device device,
            List<String> wanted,
            boolean perExample) {

        // Compared in each step, mostly with the same objective instance as in the map.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Signature signature
                    && perExample == signature.perExample
                    && type == signature.type
                    && shapes.equals(signature.shapes)
                    && roles.equals(signature.roles)
                    && wanted.equals(signature.wanted)
                    && device.equals(signature.device)
                    && (objective == signature.objective || objective.equals(signature.objective));
        }

        @Override
        public int hashCode() {
            return 31 * (31 * shapes.hashCode() + roles.hashCode()) + wanted.hashCode();
        }
    }
}
