package org.losses4j.dl4j.internal.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.execution.CrossBatchMemory;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Puts the examples of a cross-batch memory behind the batch, as the references of a loss of pairs.
 *
 * @param memory the memory
 */
record ComparedBatches(CrossBatchMemory memory) {

    /** Begins a step of training. */
    void begin() {
        memory.begin();
    }

    /** The inputs with references; as they are while nothing is held, or if their shapes are not what the loss takes. */
    Map<String, INDArray> withReferences(Map<String, INDArray> inputs) {
        INDArray embedding = inputs.get(memory.embedding());
        INDArray target = target(inputs);
        if (embedding == null || embedding.rank() != 2 || target.rank() != 1) {
            return inputs;
        }
        Map<String, INDArray> compared = new LinkedHashMap<>(inputs);
        memory.held(Math.toIntExact(embedding.size(1))).ifPresent(held -> {
            compared.put(Role.REFERENCE, behind(embedding, held.embedding()));
            compared.put(Role.REFERENCE_TARGET, behind(target, held.target()));
        });
        return compared;
    }

    private static INDArray behind(INDArray batch, Tensor held) {
        INDArray rows = Nd4j.create(held.toArray(), Nd4jShapes.toArray(held.shape()), batch.dataType());
        return Nd4j.concat(0, batch, rows);
    }

    /**
     * Ends a step of training: what the embeddings get as the first of the references is added to their gradient, and the memory is
     * told of them.
     */
    void end(Map<String, INDArray> inputs, Map<String, INDArray> gradients) {
        INDArray ofReferences = gradients.get(Role.REFERENCE);
        if (ofReferences != null) {
            INDArray gradient = Objects.requireNonNull(gradients.get(memory.embedding()));
            gradient.addi(ofReferences.get(NDArrayIndex.interval(0, gradient.size(0))));
        }
        INDArray mask = inputs.get(Role.MASK);
        memory.train(
                numbers(Objects.requireNonNull(inputs.get(memory.embedding()))),
                numbers(target(inputs)),
                mask == null ? null : numbers(mask));
    }

    private static double[] numbers(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    private INDArray target(Map<String, INDArray> inputs) {
        return Objects.requireNonNull(inputs.get(memory.target()));
    }
}
