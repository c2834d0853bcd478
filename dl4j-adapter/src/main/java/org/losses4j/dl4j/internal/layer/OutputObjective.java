package org.losses4j.dl4j.internal.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.losses4j.Activation;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.dl4j.nd4j.Nd4jTensor;
import org.losses4j.execution.CrossBatchMemory;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An objective behind a layer's activation: its value and its gradient by the layer's raw output.
 *
 * <p>Arrays are in channels-last order, [N, …, C]; activations see them as rows, [N · …, C]. Safe for several threads.
 */
public final class OutputObjective {
    private static final Logger LOG = LoggerFactory.getLogger(OutputObjective.class);

    private final Objective objective;
    private final LayerRoles roles;
    private final Nd4jExecution execution;
    private final Optional<ComparedBatches> compared;
    private final Map<Optional<Activation>, OutputPairing> readings = new ConcurrentHashMap<>();

    /** An objective that is computed in the default mode. */
    public OutputObjective(Objective objective) {
        this(objective, new Nd4jExecution());
    }

    /** An objective that {@code execution} computes. */
    public OutputObjective(Objective objective, Nd4jExecution execution) {
        this(objective, execution, Optional.empty());
    }

    /** An objective that compares a batch with a memory in training. */
    OutputObjective(Objective objective, Nd4jExecution execution, Optional<CrossBatchMemory> memory) {
        this.compared = memory.map(ComparedBatches::new);
        this.objective = objective;
        this.execution = execution;
        this.roles = LayerRoles.of(objective);
    }

    public Objective objective() {
        return objective;
    }

    public LayerRoles roles() {
        return roles;
    }

    /** The pairing of the objective with {@code activation}; its warnings are logged once. */
    public OutputPairing reading(IActivation activation) {
        return readings.computeIfAbsent(Optional.ofNullable(Activations.of(activation)), known -> {
            OutputPairing reading = OutputPairing.of(objective, roles.prediction(), known.orElse(null));
            reading.warnings().forEach(LOG::warn);
            return reading;
        });
    }

    /**
     * Prepares for a training in the background.
     *
     * @param sequences whether labels may be [N, C, T] as well as [N, C]
     */
    void expect(IActivation activation, boolean sequences) {
        if (compared.isEmpty()) {
            OutputPairing reading = reading(activation);
            execution.expect(reading.objective(), reading.roles().values(), sequences);
        }
    }

    /** The value, in training or not. */
    public double value(IActivation activation, INDArray raw, Map<String, INDArray> others, boolean training) {
        OutputPairing reading = reading(activation);
        Map<String, INDArray> inputs = inputs(reading, activation, computed(raw), others);
        return execution.value(reading.objective(), training ? compared(inputs) : inputs);
    }

    /** The score of each example, [N, 1], scaled so that their mean is the value, whatever the reduction. */
    public INDArray scores(IActivation activation, INDArray raw, Map<String, INDArray> others) {
        OutputPairing reading = reading(activation);
        return execution
                .scores(reading.objective(), inputs(reading, activation, computed(raw), others), raw.size(0))
                .castTo(raw.dataType());
    }

    /** The gradient of {@code factor} times the value by the raw output, in its shape and type. */
    public INDArray gradient(IActivation activation, INDArray raw, Map<String, INDArray> others, long factor) {
        OutputPairing reading = reading(activation);
        INDArray computed = computed(raw);
        Map<String, INDArray> inputs = begin(inputs(reading, activation, computed, others));
        Map<String, INDArray> gradients =
                execution.gradients(reading.objective(), inputs, derived(reading, inputs), factor);
        compared.ifPresent(batches -> batches.end(inputs, gradients));
        return byRaw(reading, activation, raw, computed, gradients);
    }

    /** A value, and the gradient of a multiple of it by the raw output. */
    public record Trained(double value, INDArray gradient) {}

    /** {@link #value} and {@link #gradient} in one computation. */
    public Trained train(IActivation activation, INDArray raw, Map<String, INDArray> others, long factor) {
        OutputPairing reading = reading(activation);
        INDArray computed = computed(raw);
        Map<String, INDArray> inputs = begin(inputs(reading, activation, computed, others));
        Nd4jExecution.Step step = execution.step(reading.objective(), inputs, derived(reading, inputs), factor);
        compared.ifPresent(batches -> batches.end(inputs, step.gradients()));
        return new Trained(step.value(), byRaw(reading, activation, raw, computed, step.gradients()));
    }

    private Map<String, INDArray> begin(Map<String, INDArray> inputs) {
        compared.ifPresent(ComparedBatches::begin);
        return compared(inputs);
    }

    private Map<String, INDArray> compared(Map<String, INDArray> inputs) {
        return compared.map(batches -> batches.withReferences(inputs)).orElse(inputs);
    }

    private static List<String> derived(OutputPairing reading, Map<String, INDArray> inputs) {
        List<String> derived = new ArrayList<>(reading.roles().values());
        if (inputs.containsKey(Role.REFERENCE)) {
            derived.add(Role.REFERENCE);
        }
        return derived;
    }

    private static INDArray byRaw(
            OutputPairing reading,
            IActivation activation,
            INDArray raw,
            INDArray computed,
            Map<String, INDArray> gradients) {
        INDArray sum = null;
        for (Map.Entry<OutputPairing.Form, String> form : reading.roles().entrySet()) {
            INDArray gradient = Objects.requireNonNull(gradients.get(form.getValue()));
            INDArray byRaw = backward(form.getKey(), activation, computed, gradient);
            sum = sum == null ? byRaw : sum.addi(byRaw);
        }
        return Objects.requireNonNull(sum).castTo(raw.dataType());
    }

    private static INDArray computed(INDArray raw) {
        return raw.castTo(Nd4jTensor.computedIn(raw));
    }

    private static Map<String, INDArray> inputs(
            OutputPairing reading, IActivation activation, INDArray raw, Map<String, INDArray> others) {
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        reading.roles().forEach((form, role) -> inputs.put(role, forward(form, activation, raw)));
        inputs.putAll(others);
        return inputs;
    }

    // Activations work in place, and so do their derivatives: they get copies.

    private static INDArray forward(OutputPairing.Form form, IActivation activation, INDArray raw) {
        return switch (form) {
            case RAW -> raw;
            case ACTIVATED -> ChannelsLast.unrows(activation.getActivation(ChannelsLast.rows(raw), true), raw);
            case LOG_SOFTMAX -> ((Nd4jTensor) Nd4jTensor.of(raw).logSoftmax(-1)).array();
        };
    }

    private static INDArray backward(OutputPairing.Form form, IActivation activation, INDArray raw, INDArray gradient) {
        return switch (form) {
            case RAW -> gradient;
            case ACTIVATED ->
                ChannelsLast.unrows(
                        activation
                                .backprop(ChannelsLast.rows(raw), ChannelsLast.rows(gradient))
                                .getFirst(),
                        raw);
            case LOG_SOFTMAX -> {
                INDArray shares = new ActivationSoftmax().getActivation(ChannelsLast.rows(raw), true);
                INDArray rows = ChannelsLast.rows(gradient);
                yield ChannelsLast.unrows(rows.subi(shares.muliColumnVector(rows.sum(true, 1))), raw);
            }
        };
    }
}
