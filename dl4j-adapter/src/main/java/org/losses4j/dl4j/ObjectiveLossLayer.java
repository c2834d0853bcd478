package org.losses4j.dl4j;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.layer.Features;
import org.losses4j.dl4j.internal.layer.ObjectiveConfiguration;
import org.losses4j.dl4j.internal.layer.ObjectiveLossLayerRuntime;
import org.losses4j.dl4j.internal.layer.PairingChecks;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonUnwrapped;

/**
 * An output layer without weights: it puts an activation and an objective behind the layer before it. Inputs, labels, masks
 * and scores are as in {@link ObjectiveOutputLayer}.
 */
public final class ObjectiveLossLayer extends BaseOutputLayer implements ObjectiveConfiguration {
    private static final long serialVersionUID = 1;

    @JsonUnwrapped
    private ObjectiveSettings settings;

    private ObjectiveLossLayer(Builder builder) {
        super(builder);
        this.settings = builder.settings();
    }

    /** For restoring from JSON. */
    @SuppressWarnings("unused") // called by reflection
    private ObjectiveLossLayer() {
        this.settings = new ObjectiveSettings();
    }

    @Override
    public Objective objective() {
        return settings.objective();
    }

    @Override
    public boolean channelsLast() {
        return settings.channelsLast();
    }

    /** How the labels' mask is used. */
    public MaskUse maskUse() {
        return settings.maskUse();
    }

    /** How the objective is computed. */
    public ExecutionMode executionMode() {
        return settings.executionMode();
    }

    @Override
    public Nd4jExecution newExecution() {
        return settings.newExecution();
    }

    @Override
    public boolean countsMasked() {
        return maskUse() == MaskUse.WEIGHTS;
    }

    @Override
    public OptionalInt crossBatchMemory() {
        return settings.crossBatchMemory();
    }

    /** The objective as a loss function, for Deeplearning4j's tools; the layer itself computes without it. */
    @JsonIgnore
    @Override
    public ILossFunction getLossFn() {
        return ObjectiveLoss.shown(objective(), newExecution());
    }

    /** Sets the number of inputs, and with it the number of outputs, which is the same. */
    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = Features.count(inputType);
            nOut = nIn;
        }
        settings = settings.in(inputType, override);
    }

    /**
     * Null, because the layer takes sequences and images as they are; behind a dense layer that has split sequences into
     * rows, the preprocessor that makes sequences of them again.
     */
    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return Features.toSequences(inputType);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        ObjectiveLossLayerRuntime layer = new ObjectiveLossLayerRuntime(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamTable(Map.of());
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return EmptyParamInitializer.getInstance();
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return inputType;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return new LayerMemoryReport.Builder(getLayerName(), ObjectiveLossLayer.class, inputType, inputType)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, inputType.arrayElementsPerExample())
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectiveLossLayer layer && super.equals(other) && settings.equals(layer.settings);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + settings.hashCode();
    }

    @Override
    public String toString() {
        return "ObjectiveLossLayer(" + settings + ", nIn=" + nIn + ")";
    }

    /** Builds an {@link ObjectiveLossLayer}. */
    public static final class Builder extends ObjectiveLayerBuilder<Builder> {

        /** A layer for an objective. */
        public Builder(Objective objective) {
            super(objective);
        }

        /** A layer for {@code loss} as a mean over examples of means over outputs. */
        public Builder(Loss loss) {
            this(Objective.of(loss));
        }

        /**
         * Builds the layer.
         *
         * @throws DL4JInvalidConfigException if the objective and the activation do not fit each other
         */
        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public ObjectiveLossLayer build() {
            PairingChecks.check(objective(), getActivationFn(), 0, false);
            return new ObjectiveLossLayer(this);
        }
    }
}
