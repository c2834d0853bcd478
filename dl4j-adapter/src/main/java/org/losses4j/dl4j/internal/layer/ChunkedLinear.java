package org.losses4j.dl4j.internal.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.dl4j.nd4j.Nd4jTensor;
import org.losses4j.execution.ChunkTotal;
import org.losses4j.execution.ChunkedObjective;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Computes an objective of x · W + b a chunk of rows at a time: the logits and their gradient exist for one chunk only.
 *
 * <p>The arrays of a chunk live in a workspace, so that each chunk reuses the memory of the one before.
 */
final class ChunkedLinear {
    private static final String WORKSPACE = "LOSSES4J_CHUNK";
    private static final WorkspaceConfiguration REUSED = WorkspaceConfiguration.builder()
            .policyAllocation(AllocationPolicy.OVERALLOCATE)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policySpill(SpillPolicy.REALLOCATE)
            .build();

    private final ChunkedObjective objective;
    private final int chunk;
    private final Nd4jExecution execution;

    /**
     * An objective of a linear layer.
     *
     * @param chunk the number of rows that are computed at a time
     */
    ChunkedLinear(ChunkedObjective objective, int chunk, Nd4jExecution execution) {
        this.objective = objective;
        this.execution = execution;
        this.chunk = chunk;
    }

    /**
     * A batch and the layer's weights.
     *
     * @param x the features of each row, [R, H], row-major
     * @param weights W, [H, V]
     * @param bias b, [1, V]; null for none
     * @param prediction the shape that x · W + b would have, [N, …, V]
     * @param others the objective's other inputs for each row
     */
    record Batch(
            INDArray x, INDArray weights, @Nullable INDArray bias, Shape prediction, Map<String, INDArray> others) {

        /** A batch of checked inputs. */
        static Batch of(
                ChunkedObjective objective,
                INDArray x,
                INDArray weights,
                @Nullable INDArray bias,
                Shape prediction,
                Map<String, INDArray> others) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            others.forEach((role, array) -> tensors.put(role, Nd4jTensor.of(array, Nd4jTensor.computedIn(weights))));
            objective.check(prediction, tensors);
            Map<String, INDArray> rows = new LinkedHashMap<>();
            objective
                    .rows(prediction, tensors)
                    .forEach((role, tensor) -> rows.put(role, ((Nd4jTensor) tensor).array()));
            return new Batch(x, weights, bias, prediction, rows);
        }
    }

    /**
     * The arrays that gradients are written to.
     *
     * @param x [R, H], row-major
     * @param weights [H, V]
     * @param bias [V] or [1, V]; null for none
     */
    record Gradients(INDArray x, INDArray weights, @Nullable INDArray bias) {}

    /** The objective's value. */
    double value(Batch batch) {
        ChunkTotal<INDArray> total = total(batch);
        forEachChunk(batch, (from, to, logits) -> {
            Map<String, INDArray> inputs = inputs(batch, from, to, logits);
            total.add(execution.value(objective.sum(), inputs), inputs, execution::value);
        });
        return total.value();
    }

    /** Gives the value; its gradient times {@code factor} overwrites {@code gradients}. */
    double train(Batch batch, double factor, Gradients gradients) {
        ChunkTotal<INDArray> total = total(batch);
        String role = objective.predictionRole();
        gradients.weights().assign(0);
        INDArray bias = gradients.bias() == null
                ? null
                : gradients.bias().assign(0).reshape('f', gradients.bias().length(), 1);
        forEachChunk(batch, (from, to, logits) -> {
            Map<String, INDArray> inputs = inputs(batch, from, to, logits);
            Nd4jExecution.Step step = execution.step(objective.sum(), inputs, List.of(role), 1);
            total.add(step.value(), inputs, execution::value);
            INDArray slope = Objects.requireNonNull(step.gradients().get(role));
            // Results are written as transposes, because gemm writes column-major ones only.
            Nd4j.gemm(rows(batch.x(), from, to), slope, gradients.weights(), true, false, 1, 1);
            Nd4j.gemm(
                    batch.weights(),
                    slope.transpose(),
                    rows(gradients.x(), from, to).transpose(),
                    false,
                    false,
                    1,
                    0);
            if (bias != null) {
                INDArray ones = Nd4j.ones(slope.dataType(), to - from, 1);
                Nd4j.gemm(slope.transpose(), ones, bias, false, false, 1, 1);
            }
        });
        double scale = factor / total.divisor();
        gradients.x().muli(scale);
        gradients.weights().muli(scale);
        if (bias != null) {
            bias.muli(scale);
        }
        return total.value();
    }

    /** The score of each example, [N, 1], scaled so that their mean is the value, whatever the reduction. */
    INDArray scores(Batch batch) {
        ChunkTotal<INDArray> total = total(batch);
        int rows = batch.prediction().without(-1).size();
        int examples = batch.prediction().extent(0);
        INDArray shares = Nd4j.createUninitialized(batch.weights().dataType(), rows);
        forEachChunk(batch, (from, to, logits) -> {
            Map<String, INDArray> inputs = inputs(batch, from, to, logits);
            total.count(inputs, execution::value);
            shares.get(NDArrayIndex.interval(from, to)).assign(execution.perExample(objective.sum(), inputs));
        });
        return shares.reshape('c', examples, rows / examples).sum(true, 1).muli(examples / total.divisor());
    }

    private ChunkTotal<INDArray> total(Batch batch) {
        return new ChunkTotal<>(objective, batch.prediction(), batch.others());
    }

    private void forEachChunk(Batch batch, Chunk computation) {
        long rows = batch.x().size(0);
        INDArray weights = batch.weights();
        for (long from = 0; from < rows; from += chunk) {
            long to = Math.min(rows, from + chunk);
            try (MemoryWorkspace ignored = Nd4j.getWorkspaceManager().getAndActivateWorkspace(REUSED, WORKSPACE)) {
                INDArray logits =
                        Nd4j.createUninitialized(weights.dataType(), new long[] {to - from, weights.size(1)}, 'c');
                Nd4j.gemm(weights, rows(batch.x(), from, to).transpose(), logits.transpose(), true, false, 1, 0);
                INDArray bias = batch.bias();
                computation.compute(from, to, bias == null ? logits : logits.addiRowVector(bias));
            }
        }
    }

    private Map<String, INDArray> inputs(Batch batch, long from, long to, INDArray logits) {
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        inputs.put(objective.predictionRole(), logits);
        batch.others()
                .forEach((role, array) -> inputs.put(role, objective.sliced(role) ? rows(array, from, to) : array));
        return inputs;
    }

    private static INDArray rows(INDArray array, long from, long to) {
        return array.rank() == 1
                ? array.get(NDArrayIndex.interval(from, to))
                : array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    /** A computation on the rows {@code from} (included) to {@code to} (excluded). */
    private interface Chunk {
        void compute(long from, long to, INDArray logits);
    }
}
