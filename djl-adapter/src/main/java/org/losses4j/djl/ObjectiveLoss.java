package org.losses4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.djl.internal.execution.ComparedBatches;
import org.losses4j.djl.internal.execution.ObjectiveExecutor;
import org.losses4j.djl.internal.execution.RoleBinding;
import org.losses4j.djl.internal.execution.ValueAndLogits;
import org.losses4j.engine.Engine;
import org.losses4j.execution.CrossBatchMemory;

/**
 * A DJL loss that computes any {@link Objective}.
 *
 * <p>Predictions and labels are bound to the objective's roles by the array's name where that is a role, else by position:
 * the roles that a network is trained through are predictions, the others labels, both in the order of
 * {@link Objective#roles()}; weights and masks are further labels. Where an objective has no labels, one array is accepted
 * and ignored, because DJL's training loop wants one.
 *
 * <p>Gradients flow to predictions, and to labels and weights that require one.
 *
 * <p>Everything stays on the first prediction's device. The type is float32, or float64 if a prediction is; float16
 * predictions are computed in float32, with gradients in their own type. Labels of another type or device are copied; no
 * input is changed or kept. The value is in the first prediction's manager.
 *
 * <p>DJL adds up the gradients of several devices, which turns a mean into a sum of means: set
 * {@link Builder#scale scale}(1.0 / k) for k devices with equal shares of a batch.
 *
 * <p>Shapes and values are checked before anything is computed; a violation is an IllegalArgumentException that names loss,
 * role, got, wanted and the likely fix. Safe for several threads.
 */
public final class ObjectiveLoss extends Loss {
    private final Objective objective;
    private final RoleBinding binding;
    private final Set<String> trained;
    private final ObjectiveExecutor executor;
    private final double scale;
    private final Optional<ComparedBatches> compared;
    private final Averages averages = new Averages();

    /** A loss for an objective, under the objective's name. */
    public ObjectiveLoss(Objective objective) {
        this(builder(objective));
    }

    /** A loss with the default reduction, a mean over examples of means over outputs. */
    public ObjectiveLoss(org.losses4j.Loss loss) {
        this(Objective.of(loss));
    }

    private ObjectiveLoss(Builder builder) {
        super(builder.name);
        this.objective = builder.objective;
        this.binding = builder.binding;
        this.trained = binding.trained();
        ExecutionMode mode = builder.mode == null ? ExecutionMode.byDefault() : builder.mode;
        Engine engine = builder.engine == null ? new Engine() : builder.engine;
        this.executor = mode == ExecutionMode.AUTOMATIC
                ? new ObjectiveExecutor(engine)
                : new ObjectiveExecutor(mode, engine, 0);
        this.scale = builder.scale;
        this.compared = builder.crossBatchMemory.isPresent()
                ? Optional.of(new ComparedBatches(new CrossBatchMemory(objective, builder.crossBatchMemory.getAsInt())))
                : Optional.empty();
        if (compared.isEmpty()) {
            executor.expect(objective, trained);
        }
    }

    /** Builds a loss with settings. */
    public static Builder builder(Objective objective) {
        return new Builder(objective);
    }

    /** The objective that this loss computes. */
    public Objective objective() {
        return objective;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        if (predictions instanceof ValueAndLogits) {
            throw new IllegalArgumentException(objective.name() + ": the last block is a LinearObjective, which has"
                    + " computed its loss already: train it with the loss that its loss() gives");
        }
        Map<String, NDArray> inputs = binding.bind(labels, predictions);
        NDArray value = compared.isPresent() ? compared.get().step(inputs, this::unscaled) : unscaled(inputs);
        return scale == 1 ? value : scaled(value);
    }

    private NDArray scaled(NDArray value) {
        try (value;
                NDArray factor = OwnedArrays.scalar(value, scale)) {
            return value.mul(factor);
        }
    }

    private NDArray unscaled(Map<String, NDArray> inputs) {
        return executor.value(objective, inputs, trained);
    }

    /** Each example's share of the value, [N], as {@link Objective#perExample} scales it; no gradient flows. */
    public NDArray perExample(NDList labels, NDList predictions) {
        return executor.perExample(objective, binding.bind(labels, predictions));
    }

    /** The mode in which {@link #evaluate} computes inputs like these, once they have come often enough. */
    public ExecutionMode executionMode(NDList labels, NDList predictions) {
        return executor.mode(objective, binding.bind(labels, predictions), trained);
    }

    @Override
    public void addAccumulator(String key) {
        averages.reset(key);
    }

    /** Adds a batch's unscaled value, or the mean of its values where the objective does not reduce the batch. */
    @Override
    public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
        NDList looked = predictions instanceof ValueAndLogits computed ? new NDList(computed.head()) : predictions;
        Map<String, NDArray> inputs = binding.bind(labels, looked);
        try (NDArray value = compared.isPresent() ? compared.get().again(inputs, this::unscaled) : unscaled(inputs)) {
            double mean = Arrays.stream(DjlTensor.of(value).toArray()).average().orElse(Double.NaN);
            for (String key : keys) {
                averages.add(key, mean);
            }
        }
    }

    @Override
    public void resetAccumulator(String key) {
        averages.reset(key);
    }

    @Override
    public float getAccumulator(String key) {
        return (float) averages.get(key);
    }

    /** Builds an {@link ObjectiveLoss}. */
    public static final class Builder {
        private final Objective objective;
        private String name;
        private RoleBinding binding;
        private double scale = 1;
        private @Nullable ExecutionMode mode;
        private @Nullable Engine engine;
        private OptionalInt crossBatchMemory = OptionalInt.empty();

        private Builder(Objective objective) {
            this.objective = objective;
            this.name = objective.name();
            this.binding = RoleBinding.of(objective);
        }

        /** The loss's name in DJL's metrics and listeners; by default the objective's. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * The roles of the predictions by position.
         *
         * @throws IllegalArgumentException if the objective has no such role
         */
        public Builder predictions(String... roles) {
            this.binding = binding.withPredictions(List.of(roles));
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

        /** The factor of value and gradients, but not of what listeners are told; finite; default 1. */
        public Builder scale(double factor) {
            if (!Double.isFinite(factor)) {
                throw new IllegalArgumentException(name + ": the scale must be a finite number, got " + factor);
            }
            this.scale = factor;
            return this;
        }

        /** The mode to compute in, wherever it can serve; by default {@link ExecutionMode#byDefault}. */
        public Builder executionMode(ExecutionMode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * The engine that computes in {@link ExecutionMode#FUSED}; several losses may share one. By default each loss has an
         * engine of its own with the default options.
         */
        public Builder engine(Engine engine) {
            this.engine = engine;
            return this;
        }

        /**
         * Compares a batch of embeddings, in training, not only with itself but also with the last examples before it, see {@link
         * CrossBatchMemory}: more positives and harder negatives than one batch has. Values of predictions through which no gradient
         * flows, as in validation, are of the batch alone. A step is a call of {@link ObjectiveLoss#evaluate}: call it once for
         * each batch. Each loss that is built has a memory of its own; build one for each training.
         *
         * @param examples the greatest number of examples that are held, at least 1
         * @throws IllegalArgumentException if the objective is no loss that finds its pairs in a batch of embeddings
         */
        public Builder crossBatchMemory(int examples) {
            new CrossBatchMemory(objective, examples);
            this.crossBatchMemory = OptionalInt.of(examples);
            return this;
        }

        public ObjectiveLoss build() {
            return new ObjectiveLoss(this);
        }
    }
}
