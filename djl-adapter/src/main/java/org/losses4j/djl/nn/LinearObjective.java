package org.losses4j.djl.nn;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.internal.array.AutogradRecord;
import org.losses4j.djl.internal.array.Scope;
import org.losses4j.djl.internal.execution.ChunkedLinear;
import org.losses4j.djl.internal.execution.Preparation;
import org.losses4j.djl.internal.execution.RoleBinding;
import org.losses4j.djl.internal.execution.ValueAndLogits;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;
import org.losses4j.execution.ChunkedObjective;
import org.losses4j.tensor.Tensor;

/**
 * The last layer of a classifier together with its loss, for large numbers of classes: in training only a chunk of rows of
 * the logits x · Wᵀ + b and of their gradient exists at a time.
 *
 * <p>In prediction it gives the logits, [N, …, H] → [N, …, V]. With labels, as {@code Trainer.forward(data, labels)} hands
 * them to the last block of a {@code SequentialBlock}, it gives the objective's value, a scalar, with the gradients by x, W
 * and b. Train it with the loss {@link #loss}, which passes that value on, and is the objective itself in validation. Value
 * and gradients are those of a {@link Linear} layer and an {@link ObjectiveLoss}; so are the parameters, in name, shape and
 * order. Evaluators, which read the {@code head()} of the predictions, find the logits there in training too; these are
 * computed, whole and without a gradient, when the first evaluator asks.
 *
 * <p>It needs the memory of two chunks of chunkRows · V numbers and of the gradients by x, W and b. The engine is PyTorch,
 * the type float32 or float64. An IllegalArgumentException names what does not fit.
 */
public final class LinearObjective extends AbstractBlock {
    /** That of DJL's Linear, whose files this block reads and writes. */
    private static final byte VERSION = 4;

    private static final int ELEMENTS = 1 << 24;

    private final ChunkedObjective objective;
    private final RoleBinding binding;
    private final ChunkedLinear linear;
    private final int classes;
    private final Parameter weight;
    private final Parameter bias;
    private Shape leading = new Shape();

    /**
     * A layer of {@code classes} classes that is trained by a loss, as a mean over rows.
     *
     * @throws IllegalArgumentException if the loss cannot be computed in chunks
     */
    public LinearObjective(org.losses4j.Loss loss, int classes) {
        this(builder(Objective.of(loss), classes));
    }

    private LinearObjective(Builder builder) {
        super(VERSION);
        this.objective = builder.objective;
        this.binding = builder.binding;
        this.linear = new ChunkedLinear(objective, builder.chunkRows);
        this.classes = builder.classes;
        this.weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .build());
        this.bias = addParameter(
                Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
    }

    /**
     * Builds a layer with settings.
     *
     * @param objective an objective of one prediction that gives a number for each row of classes; see
     *     {@link ChunkedObjective}
     * @param classes V, at least 1
     * @throws IllegalArgumentException if the objective cannot be computed in chunks
     */
    public static Builder builder(Objective objective, int classes) {
        return new Builder(objective, classes);
    }

    /** The loss to train with: in training it is the value that this block gives, in validation the objective of its logits. */
    public Loss loss() {
        return new LinearObjectiveLoss(ObjectiveLoss.builder(objective.objective())
                .labels(binding.labels().toArray(String[]::new))
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDArray x = inputs.singletonOrThrow();
        return Linear.linear(x, value(store, weight, x, training), value(store, bias, x, training));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, NDList labels, @Nullable PairList<String, Object> parameters) {
        NDArray x = inputs.singletonOrThrow();
        try (Scope scope = new Scope(x)) {
            ChunkedLinear.Batch batch =
                    batch(x, value(store, weight, x, true), value(store, bias, x, true), labels, scope);
            NDArray value = PyTorchEngine.records() ? linear.train(batch) : linear.value(batch);
            value.attach(x.getManager());
            return new ValueAndLogits(value, () -> logits(x, store));
        }
    }

    /** The logits of the last layer for {@code x}, in the manager of {@code x}; autograd does not record them. */
    private NDArray logits(NDArray x, ParameterStore store) {
        if (x.isReleased()) {
            throw new IllegalArgumentException(objective.objective().name()
                    + ": the logits are asked for when the batch is closed already; look at them before");
        }
        try (NDManager scope = x.getManager().newSubManager()) {
            NDArray features = x.stopGradient();
            NDArray weights = value(store, weight, x, false).stopGradient();
            NDArray biases = value(store, bias, x, false).stopGradient();
            features.attach(scope);
            weights.attach(scope);
            biases.attach(scope);
            NDArray logits = Linear.linear(features, weights, biases).singletonOrThrow();
            logits.attach(x.getManager());
            return logits;
        }
    }

    private static NDArray value(ParameterStore store, Parameter parameter, NDArray x, boolean training) {
        return store.getValue(parameter, x.getDevice(), training);
    }

    private ChunkedLinear.Batch batch(NDArray x, NDArray weights, NDArray biases, NDList labels, Scope scope) {
        String name = objective.objective().name();
        Shape shape = x.getShape();
        long features = weights.getShape().get(1);
        if (shape.dimension() < 2 || shape.get(shape.dimension() - 1) != features) {
            throw new IllegalArgumentException(name + ": the input of the linear layer has the shape " + shape
                    + ", wanted [N, …, " + features + "]");
        }
        boolean computed = x.getDataType() == DataType.FLOAT32 || x.getDataType() == DataType.FLOAT64;
        if (!PyTorchEngine.owns(x) || !computed || x.getDataType() != weights.getDataType()) {
            throw new IllegalArgumentException(name
                    + ": the linear layer wants float32 or float64 arrays of the PyTorch"
                    + " engine, input and weights alike, got " + x.getDataType() + " and " + weights.getDataType()
                    + " of " + x.getManager().getEngine().getEngineName());
        }
        long[] extents = shape.getShape().clone();
        extents[extents.length - 1] = classes;
        org.losses4j.tensor.Shape prediction = org.losses4j.tensor.Shape.of(
                Arrays.stream(extents).mapToInt(Math::toIntExact).toArray());
        return new ChunkedLinear.Batch(
                scope.alias(x),
                scope.alias(weights),
                scope.alias(biases),
                prediction,
                others(x, labels, prediction, scope));
    }

    /** The objective's inputs other than the prediction, checked and as rows. */
    private Map<String, NDArray> others(NDArray x, NDList labels, org.losses4j.tensor.Shape prediction, Scope scope) {
        Map<String, NDArray> bound = binding.bind(labels, new NDList(x));
        bound.forEach((role, array) -> {
            if (PyTorchEngine.records() && !role.equals(objective.predictionRole()) && AutogradRecord.has(array)) {
                throw new IllegalArgumentException(objective.objective().name()
                        + ": a linear layer with its loss in one has"
                        + " no gradient by '" + role + "', which wants one: take Linear and ObjectiveLoss, or give its"
                        + " stopGradient()");
            }
        });
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Preparation.of(objective.objective(), bound, binding.trained(), scope)
                        .inputs(bound)
                        .asMap());
        tensors.remove(objective.predictionRole());
        objective.check(prediction, tensors);
        Map<String, NDArray> rows = new LinkedHashMap<>();
        objective.rows(prediction, tensors).forEach((role, tensor) -> rows.put(role, ((DjlTensor) tensor).array()));
        return rows;
    }

    @Override
    public void prepare(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        leading = input.slice(0, input.dimension() - 1);
        weight.setShape(new Shape(classes, input.get(input.dimension() - 1)));
        bias.setShape(new Shape(classes));
    }

    /** Writes what Linear writes. */
    @Override
    protected void saveMetadata(DataOutputStream file) throws IOException {
        file.writeLong(classes);
        file.writeLong(weight.getShape().get(1));
        file.write(leading.getEncoded());
    }

    /**
     * Reads what Linear writes.
     *
     * @throws MalformedModelException if the file is of another version, or of another number of classes
     */
    @Override
    public void loadMetadata(byte version, DataInputStream file) throws IOException, MalformedModelException {
        if (version != VERSION) {
            throw new MalformedModelException(
                    "LinearObjective: the file has version " + version + ", wanted " + VERSION
                            + ": it was written by another block than a LinearObjective or Linear, or by another version of it");
        }
        long saved = file.readLong();
        if (saved != classes) {
            throw new MalformedModelException(
                    "LinearObjective: the file has " + saved + " classes, but the block has " + classes);
        }
        file.readLong();
        leading = Shape.decode(file);
    }

    /** The shape of the logits. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {input.slice(0, input.dimension() - 1).add(classes)};
    }

    /** Builds a {@link LinearObjective}. */
    public static final class Builder {
        private final ChunkedObjective objective;
        private final int classes;
        private RoleBinding binding;
        private int chunkRows;

        private Builder(Objective objective, int classes) {
            this.objective = ChunkedObjective.of(objective);
            if (classes < 1) {
                throw new IllegalArgumentException(objective.name() + ": there is at least 1 class, got " + classes);
            }
            this.classes = classes;
            this.binding = RoleBinding.of(objective);
            this.chunkRows = Math.max(1, ELEMENTS / classes);
        }

        /**
         * The number of rows (examples, steps, pixels) that are computed at a time; at least 1; 2²⁴ / V by default, which
         * is 64 MiB of logits in float32.
         */
        public Builder chunkRows(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("A chunk has at least 1 row, got " + rows);
            }
            this.chunkRows = rows;
            return this;
        }

        /**
         * The roles of the labels by position, weights and mask included.
         *
         * @throws IllegalArgumentException if the objective has no such role
         */
        public Builder labels(String... roles) {
            this.binding = binding.withLabels(List.of(roles));
            return this;
        }

        public LinearObjective build() {
            return new LinearObjective(this);
        }
    }
}
