package org.losses4j.dl4j;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.layer.Features;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.engine.Engine;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A layer's settings about its objective. In JSON the objective is saved as its text, without any class name. */
final class ObjectiveSettings implements Serializable {
    private static final long serialVersionUID = 1;

    @JsonProperty("objective")
    private final @Nullable String objective;

    @JsonProperty("channelsLast")
    private final @Nullable Boolean channelsLast;

    @JsonProperty("maskUse")
    private final MaskUse maskUse;

    // Absent in networks that were saved before there was a choice.
    @JsonProperty("executionMode")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final @Nullable ExecutionMode executionMode;

    // Absent where there is none, and in networks that were saved before there was one.
    @JsonProperty("crossBatchMemory")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final @Nullable Integer crossBatchMemory;

    // Compiled code cannot be saved: what is restored has an engine of its own.
    private final transient @Nullable Engine engine;

    ObjectiveSettings(
            @Nullable String objective,
            @Nullable Boolean channelsLast,
            MaskUse maskUse,
            @Nullable ExecutionMode executionMode,
            @Nullable Integer crossBatchMemory,
            @Nullable Engine engine) {
        this.objective = objective;
        this.channelsLast = channelsLast;
        this.maskUse = maskUse;
        this.executionMode = executionMode;
        this.crossBatchMemory = crossBatchMemory;
        this.engine = engine;
    }

    /** For restoring from JSON. */
    ObjectiveSettings() {
        this(null, null, MaskUse.MASK, null, null, null);
    }

    Objective objective() {
        return Objective.parse(Objects.requireNonNull(objective, "The layer was saved without its objective"));
    }

    boolean channelsLast() {
        return Boolean.TRUE.equals(channelsLast);
    }

    MaskUse maskUse() {
        return maskUse;
    }

    ExecutionMode executionMode() {
        return executionMode == null ? ExecutionMode.byDefault() : executionMode;
    }

    OptionalInt crossBatchMemory() {
        return crossBatchMemory == null ? OptionalInt.empty() : OptionalInt.of(crossBatchMemory);
    }

    Nd4jExecution newExecution() {
        return new Nd4jExecution(executionMode(), engine == null ? new Engine() : engine);
    }

    /**
     * The settings with the order of axes of {@code type}; unchanged if the type has no such order, or one was set before
     * and {@code override} is false.
     */
    ObjectiveSettings in(InputType type, boolean override) {
        Boolean last = Features.last(type);
        return last != null && (channelsLast == null || override)
                ? new ObjectiveSettings(objective, last, maskUse, executionMode, crossBatchMemory, engine)
                : this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectiveSettings settings
                && Objects.equals(objective, settings.objective)
                && channelsLast() == settings.channelsLast()
                && maskUse == settings.maskUse
                && executionMode == settings.executionMode
                && Objects.equals(crossBatchMemory, settings.crossBatchMemory);
    }

    @Override
    public int hashCode() {
        return Objects.hash(objective, channelsLast(), maskUse, executionMode, crossBatchMemory);
    }

    @Override
    public String toString() {
        return String.valueOf(objective);
    }
}
