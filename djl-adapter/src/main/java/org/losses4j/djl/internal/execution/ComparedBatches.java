package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.losses4j.Role;
import org.losses4j.djl.internal.array.AutogradRecord;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.execution.CrossBatchMemory;
import org.losses4j.tensor.Tensor;

/**
 * Puts the examples of a cross-batch memory behind a batch that is trained on, as the references of a loss of pairs.
 *
 * @param memory the memory
 */
public record ComparedBatches(CrossBatchMemory memory) {

    /** Computes a value; if its inputs are trained on, with references, and as a step of the memory. */
    public NDArray step(Map<String, NDArray> inputs, Function<Map<String, NDArray>, NDArray> computation) {
        requireNoReferences(inputs);
        // Finding out whether inputs are trained on is expensive.
        if (!isTrained(inputs)) {
            return computation.apply(inputs);
        }
        memory.begin();
        NDArray value = withReferences(inputs, computation);
        NDArray mask = inputs.get(Role.MASK);
        memory.train(
                numbers(get(inputs, memory.embedding())),
                numbers(get(inputs, memory.target())),
                mask == null ? null : numbers(mask));
        return value;
    }

    /** Computes the last step's value once more: with references if its inputs are trained on. */
    public NDArray again(Map<String, NDArray> inputs, Function<Map<String, NDArray>, NDArray> computation) {
        requireNoReferences(inputs);
        return isTrained(inputs) ? withReferences(inputs, computation) : computation.apply(inputs);
    }

    private static void requireNoReferences(Map<String, NDArray> inputs) {
        if (inputs.containsKey(Role.REFERENCE) || inputs.containsKey(Role.REFERENCE_TARGET)) {
            throw new IllegalArgumentException(
                    "The loss has a cross-batch memory, which gives the inputs '" + Role.REFERENCE + "' and '"
                            + Role.REFERENCE_TARGET + "', but they are given too: leave out one or the other");
        }
    }

    /** Computes with references; without them while nothing is held, or if the shapes of the inputs are not what the loss takes. */
    private NDArray withReferences(Map<String, NDArray> inputs, Function<Map<String, NDArray>, NDArray> computation) {
        NDArray embedding = get(inputs, memory.embedding());
        NDArray target = get(inputs, memory.target());
        if (embedding.getShape().dimension() != 2 || target.getShape().dimension() != 1) {
            return computation.apply(inputs);
        }
        Optional<CrossBatchMemory.Held> held =
                memory.held(Math.toIntExact(embedding.getShape().get(1)));
        if (held.isEmpty()) {
            return computation.apply(inputs);
        }
        try (NDArray reference = behind(embedding, held.get().embedding());
                NDArray referenceTarget = behind(target, held.get().target())) {
            Map<String, NDArray> compared = new LinkedHashMap<>(inputs);
            compared.put(Role.REFERENCE, reference);
            compared.put(Role.REFERENCE_TARGET, referenceTarget);
            return computation.apply(compared);
        }
    }

    private static NDArray behind(NDArray batch, Tensor held) {
        DataType type = batch.getDataType();
        boolean wide = type == DataType.FLOAT32 || type == DataType.FLOAT64;
        try (NDScope scope = new NDScope()) {
            NDArray rows = OwnedArrays.create(
                    wide ? batch : batch.toType(DataType.FLOAT64, true), held.toArray(), held.shape());
            NDArray all = batch.concat(rows.toType(type, false), 0);
            NDScope.unregister(all);
            return all;
        }
    }

    private static double[] numbers(NDArray array) {
        try (NDArray doubles = array.toType(DataType.FLOAT64, true)) {
            return doubles.toDoubleArray();
        }
    }

    private boolean isTrained(Map<String, NDArray> inputs) {
        NDArray embedding = get(inputs, memory.embedding());
        return AutogradRecord.on(embedding) && AutogradRecord.has(embedding);
    }

    private static NDArray get(Map<String, NDArray> inputs, String role) {
        return Objects.requireNonNull(inputs.get(role), role);
    }
}
