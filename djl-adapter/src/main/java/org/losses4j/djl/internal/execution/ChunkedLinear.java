package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.djl.internal.torchscript.ModuleCache;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;
import org.losses4j.engine.Engine;
import org.losses4j.execution.ChunkTotal;
import org.losses4j.execution.ChunkedObjective;
import org.losses4j.tensor.Shape;

/**
 * Computes an objective of x · Wᵀ + b a chunk of rows at a time: the logits and their gradient exist for one chunk only.
 *
 * <p>The gradients are computed along with the value, which then hands them to autograd, so that only they are kept for the
 * backward pass.
 */
public final class ChunkedLinear {
    // All chunks share the memory of the logits and of their gradient: the system takes longer to provide new memory
    // than an objective to fill it.
    private static final String LOGITS = """
              def forward(self: __torch__.M, x: Tensor, w: Tensor, b: Tensor, logits: Tensor) -> Tensor:
                return torch.addmm(b, x, torch.t(w), out=logits)
            """;
    // Adds a chunk's part to the gradients in place; the product of two matrices would be as large as W itself.
    private static final String BACKWARD = """
              def forward(self: __torch__.M, slope: Tensor, x: Tensor, w: Tensor, gx: Tensor, gw: Tensor, gb: Tensor) -> Tensor:
                gx0 = torch.mm(slope, w, out=gx)
                gw0 = torch.addmm_(gw, torch.t(slope), x)
                return torch.add_(gb, torch.sum(slope, [0], False))
            """;

    private final ChunkedObjective objective;
    private final int chunk;
    private final ObjectiveExecutor executor = new ObjectiveExecutor(ExecutionMode.FUSED, new Engine(), 0);
    private final ModuleCache<String> modules = new ModuleCache<>(2);

    /**
     * An objective of a linear layer.
     *
     * @param chunk the number of rows that are computed at a time
     */
    public ChunkedLinear(ChunkedObjective objective, int chunk) {
        this.objective = objective;
        this.chunk = chunk;
    }

    /**
     * A batch and the layer's weights, all in one manager, which is closed after the computation.
     *
     * @param x the features, [N, …, H]
     * @param weights W, [V, H]
     * @param bias b, [V]
     * @param prediction the shape that x · Wᵀ + b would have, [N, …, V]
     * @param others the objective's other inputs for each row
     */
    public record Batch(NDArray x, NDArray weights, NDArray bias, Shape prediction, Map<String, NDArray> others) {
        private NDArray rows(NDArray array) {
            return array.reshape(prediction.without(-1).size(), -1);
        }
    }

    /** The value without a gradient. */
    public NDArray value(Batch batch) {
        ChunkTotal<NDArray> total = new ChunkTotal<>(objective, batch.prediction(), batch.others());
        forEachChunk(batch, (from, inputs, x) -> {
            total.add(number(objective.sum(), inputs), inputs, this::number);
        });
        return OwnedArrays.create(batch.x(), new double[] {total.value()}, Shape.scalar());
    }

    /** The value, with its gradients by x, W and b for autograd. */
    public NDArray train(Batch batch) {
        NDManager scope = batch.x().getManager();
        NDArray weights = batch.weights().stopGradient();
        NDArray byX = scope.create(batch.x().getShape(), weights.getDataType());
        NDArray byWeights = scope.zeros(weights.getShape(), weights.getDataType());
        NDArray byBias = scope.zeros(batch.bias().getShape(), weights.getDataType());
        NDArray rowsByX = batch.rows(byX);
        NDArray slopes = chunkOfLogits(batch);
        ChunkTotal<NDArray> total = new ChunkTotal<>(objective, batch.prediction(), batch.others());
        forEachChunk(batch, (from, inputs, x) -> {
            NDManager manager = x.getManager();
            long rows = x.getShape().get(0);
            NDArray slope = rows(slopes, 0, rows, manager);
            double sum = executor.value(objective.sum(), inputs, objective.predictionRole(), slope);
            total.add(sum, inputs, this::number);
            NDArray target = rows(rowsByX, from, from + rows, manager);
            run(BACKWARD, new NDList(slope, x, weights, target, byWeights, byBias));
        });
        double scale = 1 / total.divisor();
        List<NDArray> gradients = List.of(byX, byWeights, byBias);
        gradients.forEach(gradient -> gradient.muli(OwnedArrays.scalar(gradient, scale)));
        GradientCarrier carrier = new GradientCarrier(Shape.scalar(), List.of(new int[0], new int[0], new int[0]));
        return carrier.carry(
                batch.x(), List.of(batch.x(), batch.weights(), batch.bias()), gradients, new double[] {total.value()});
    }

    /** Memory for a chunk of logits, or of their gradient. */
    private NDArray chunkOfLogits(Batch batch) {
        long rows = Math.min(chunk, batch.prediction().without(-1).size());
        return batch.x()
                .getManager()
                .create(
                        new ai.djl.ndarray.types.Shape(rows, batch.bias().size()),
                        batch.weights().getDataType());
    }

    private void forEachChunk(Batch batch, Chunk computation) {
        NDArray x = batch.rows(batch.x().stopGradient());
        NDArray weights = batch.weights().stopGradient();
        NDArray bias = batch.bias().stopGradient();
        NDArray memory = chunkOfLogits(batch);
        long rows = x.getShape().get(0);
        for (long from = 0; from < rows; from += chunk) {
            long to = Math.min(rows, from + chunk);
            try (NDManager manager = x.getManager().newSubManager()) {
                NDArray features = rows(x, from, to, manager);
                NDArray logits = rows(memory, 0, to - from, manager);
                run(LOGITS, new NDList(features, weights, bias, logits));
                Map<String, NDArray> inputs = new LinkedHashMap<>();
                inputs.put(objective.predictionRole(), logits);
                for (Map.Entry<String, NDArray> other : batch.others().entrySet()) {
                    boolean sliced = objective.sliced(other.getKey());
                    inputs.put(other.getKey(), sliced ? rows(other.getValue(), from, to, manager) : other.getValue());
                }
                computation.compute(from, inputs, features);
            }
        }
    }

    private double number(Objective objective, Map<String, NDArray> inputs) {
        NDArray scalar = executor.value(objective, inputs, Set.of());
        return scalar.getDataType() == DataType.FLOAT64 ? scalar.getDouble() : scalar.getFloat();
    }

    /** Runs a module; the result is in the manager of the first input. */
    private NDArray run(String module, NDList inputs) {
        try (TorchScriptModule.Lease lease =
                modules.lease(module, () -> new TorchScriptModule(module, manager -> List.of()))) {
            return lease.run(inputs);
        }
    }

    private static NDArray rows(NDArray array, long from, long to, NDManager manager) {
        NDArray rows = array.get(new NDIndex("{}:{}", from, to));
        rows.attach(manager);
        return rows;
    }

    /** A computation on the inputs of a chunk whose first row, in {@code x}, is the batch's row {@code from}. */
    private interface Chunk {
        void compute(long from, Map<String, NDArray> inputs, NDArray x);
    }
}
