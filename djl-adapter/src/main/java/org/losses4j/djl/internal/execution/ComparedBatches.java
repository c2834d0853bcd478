package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
        NDArray value = computation.apply(withReferences(inputs));
        NDArray mask = inputs.get(Role.MASK);
        memory.train(
                numbers(get(inputs, memory.embedding())),
                numbers(get(inputs, memory.target())),
                mask == null ? null : numbers(mask));
        return value;
    }

    /** The inputs of the last step's value once more: with references if they are trained on. */
    public Map<String, NDArray> again(Map<String, NDArray> inputs) {
        requireNoReferences(inputs);
        return isTrained(inputs) ? withReferences(inputs) : inputs;
    }

    private static void requireNoReferences(Map<String, NDArray> inputs) {
        if (inputs.containsKey(Role.REFERENCE) || inputs.containsKey(Role.REFERENCE_TARGET)) {
            throw new IllegalArgumentException(
                    "The loss has a cross-batch memory, which gives the inputs '" + Role.REFERENCE + "' and '"
                            + Role.REFERENCE_TARGET + "', but they are given too: leave out one or the other");
        }
    }

    /** The inputs with references; as they are while nothing is held, or if their shapes are not what the loss takes. */
    private Map<String, NDArray> withReferences(Map<String, NDArray> inputs) {
        NDArray embedding = get(inputs, memory.embedding());
        NDArray target = get(inputs, memory.target());
        if (embedding.getShape().dimension() != 2 || target.getShape().dimension() != 1) {
            return inputs;
        }
        Map<String, NDArray> compared = new LinkedHashMap<>(inputs);
        memory.held(Math.toIntExact(embedding.getShape().get(1))).ifPresent(held -> {
            compared.put(Role.REFERENCE, behind(embedding, held.embedding()));
            compared.put(Role.REFERENCE_TARGET, behind(target, held.target()));
        });
        return compared;
    }

    private static NDArray behind(NDArray batch, Tensor held) {
        DataType type = batch.getDataType();
        boolean wide = type == DataType.FLOAT32 || type == DataType.FLOAT64;
        NDArray rows =
                OwnedArrays.create(wide ? batch : batch.toType(DataType.FLOAT64, true), held.toArray(), held.shape());
        return batch.concat(rows.toType(type, false), 0);
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
