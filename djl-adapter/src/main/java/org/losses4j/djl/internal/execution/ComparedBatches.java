package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    /** Begins a step, if these inputs are trained on. */
    public void begin(Map<String, NDArray> inputs) {
        if (isTrained(inputs)) {
            memory.begin();
        }
    }

    /** Ends a step of {@link #begin}. */
    public void end(Map<String, NDArray> inputs) {
        if (isTrained(inputs)) {
            NDArray mask = inputs.get(Role.MASK);
            memory.train(
                    numbers(get(inputs, memory.embedding())),
                    numbers(get(inputs, memory.target())),
                    mask == null ? null : numbers(mask));
        }
    }

    /**
     * The inputs with references; as they are if they are not trained on, while nothing is held, or if their shapes are not what the
     * loss takes.
     */
    public Map<String, NDArray> withReferences(Map<String, NDArray> inputs) {
        if (inputs.containsKey(Role.REFERENCE) || inputs.containsKey(Role.REFERENCE_TARGET)) {
            throw new IllegalArgumentException(
                    "The loss has a cross-batch memory, which gives the inputs '" + Role.REFERENCE + "' and '"
                            + Role.REFERENCE_TARGET + "', but they are given too: leave out one or the other");
        }
        NDArray embedding = get(inputs, memory.embedding());
        NDArray target = get(inputs, memory.target());
        boolean fits =
                embedding.getShape().dimension() == 2 && target.getShape().dimension() == 1 && isTrained(inputs);
        if (!fits) {
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
