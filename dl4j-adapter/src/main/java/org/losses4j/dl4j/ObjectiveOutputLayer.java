package org.losses4j.dl4j;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.layer.Features;
import org.losses4j.dl4j.internal.layer.ObjectiveConfiguration;
import org.losses4j.dl4j.internal.layer.ObjectiveOutputLayerChunkedRuntime;
import org.losses4j.dl4j.internal.layer.ObjectiveOutputLayerRuntime;
import org.losses4j.dl4j.internal.layer.PairingChecks;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.execution.ChunkedObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonUnwrapped;

/**
 * An output layer with weights, trained by any objective of one prediction: the last layer of most networks.
 *
 * <p>It takes vectors [N, C], sequences [N, C, T] or [N, T, C], images and volumes in either order, and applies the same
 * weights to each step or pixel; images it can flatten instead, and behind a convolution must be told which. Labels have
 * the shape of its output, or are class indices without the class axis (or with one of extent 1), or label sequences [N, L]
 * for CTC. The labels' mask, or for vectors and sequences without one the features' mask, is by example, by step or pixel,
 * or by output; values other than 0 and 1 are weights. {@code score()} is the objective's value plus regularisation; the
 * mean of {@code scoreExamples} is too.
 *
 * <p>To Deeplearning4j it is an {@link OutputLayer}, so that what is refused there is refused here.
 */
public final class ObjectiveOutputLayer extends OutputLayer implements ObjectiveConfiguration {
    private static final long serialVersionUID = 1;

    @JsonUnwrapped
    private ObjectiveSettings settings;

    @JsonProperty("chunkRows")
    private @Nullable Integer chunkRows;

    // Absent in what was saved when there was nothing to choose.
    @JsonProperty("imageOutput")
    private ImageOutput imageOutput = ImageOutput.PER_PIXEL;

    private ObjectiveOutputLayer(Builder builder) {
        this.settings = builder.settings();
        this.chunkRows = builder.chunkRows;
        this.imageOutput = builder.imageOutput;
        // The constructor of OutputLayer wants the builder of OutputLayer, whose methods do not return ours.
        layerName = builder.getLayerName();
        activationFn = builder.getActivationFn();
        weightInitFn = builder.getWeightInitFn();
        biasInit = builder.getBiasInit();
        gainInit = builder.getGainInit();
        regularization = builder.getRegularization();
        regularizationBias = builder.getRegularizationBias();
        iUpdater = builder.getIupdater();
        biasUpdater = builder.getBiasUpdater();
        gradientNormalization = builder.getGradientNormalization();
        gradientNormalizationThreshold = builder.getGradientNormalizationThreshold();
        weightNoise = builder.getWeightNoise();
        nIn = builder.getNIn();
        nOut = builder.getNOut();
        hasBias = builder.isHasBias();
        initializeConstraints(builder);
    }

    /** For restoring from JSON. */
    @SuppressWarnings("unused") // called by reflection
    private ObjectiveOutputLayer() {
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

    /** What the labels' mask means. */
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

    /** The objective as Deeplearning4j's tools see it; the layer itself computes without it. */
    @JsonIgnore
    @Override
    public ILossFunction getLossFn() {
        return ObjectiveLoss.shown(objective());
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = Features.count(inputType);
        }
        settings = settings.in(inputType, override);
    }

    /**
     * None, as the layer takes sequences and images as they are, except where images are flattened, and behind a dense
     * layer that has cut sequences up.
     */
    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        InputType.Type type = inputType.getType();
        boolean image = type == InputType.Type.CNN || type == InputType.Type.CNN3D;
        if (image && imageOutput == ImageOutput.OPEN) {
            throw new DL4JInvalidConfigException("The ObjectiveOutputLayer \"" + getLayerName() + "\" for "
                    + objective().name() + " follows a convolution (" + inputType
                    + ") and must be told what it gives: write .flatten() in its builder for one output of the whole"
                    + " image, as Deeplearning4j's OutputLayer gives, or .perPixel() for an output at each pixel");
        }
        if (type == InputType.Type.RNN && imageOutput == ImageOutput.FLATTENED) {
            throw new DL4JInvalidConfigException("The ObjectiveOutputLayer \"" + getLayerName() + "\" for "
                    + objective().name() + " cannot flatten sequences (" + inputType
                    + "): for one output of the whole sequence wrap the layer before it in LastTimeStep, or put a"
                    + " GlobalPoolingLayer between them");
        }
        return image && imageOutput == ImageOutput.FLATTENED
                ? super.getPreProcessorForInputType(inputType)
                : Features.toSequences(inputType);
    }

    @Override
    public OptionalInt chunkRows() {
        return chunkRows == null ? OptionalInt.empty() : OptionalInt.of(chunkRows);
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        LayerValidation.assertNInNOutSet("ObjectiveOutputLayer", getLayerName(), layerIndex, getNIn(), getNOut());
        ObjectiveOutputLayerRuntime layer = chunkRows == null
                ? new ObjectiveOutputLayerRuntime(conf, networkDataType)
                : new ObjectiveOutputLayerChunkedRuntime(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        Map<String, INDArray> parameters = initializer().init(conf, layerParamsView, initializeParams);
        layer.setParamTable(parameters);
        return layer;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return Features.with(inputType, nOut);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType outputType = getOutputType(-1, inputType);
        long parameters = initializer().numParams(this);
        return new LayerMemoryReport.Builder(getLayerName(), ObjectiveOutputLayer.class, inputType, outputType)
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(0, 0, 0, inputType.arrayElementsPerExample() + outputType.arrayElementsPerExample())
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectiveOutputLayer layer
                && super.equals(other)
                && settings.equals(layer.settings)
                && Objects.equals(chunkRows, layer.chunkRows)
                && imageOutput == layer.imageOutput;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(settings, chunkRows, imageOutput);
    }

    @Override
    public String toString() {
        return "ObjectiveOutputLayer(" + settings + ", nIn=" + nIn + ", nOut=" + nOut + ")";
    }

    /** Builds an {@link ObjectiveOutputLayer}. */
    public static final class Builder extends ObjectiveLayerBuilder<Builder> {
        private @Nullable Integer chunkRows;
        private ImageOutput imageOutput = ImageOutput.OPEN;

        /** A layer for an objective. */
        public Builder(Objective objective) {
            super(objective);
        }

        /**
         * Trains on {@code rows} rows (examples, steps, pixels) at a time, so that of the logits and of their gradient
         * only so many rows ever exist: for large numbers of classes. Same values, same gradients. {@code output()} and
         * the like still give all of them.
         *
         * @param rows at least 1; 2²³ / nOut is a good choice
         * @throws IllegalArgumentException if the objective does not go in chunks, see {@link ChunkedObjective}
         */
        public Builder chunkRows(int rows) {
            if (rows < 1) {
                throw new IllegalArgumentException("A chunk has at least 1 row, got " + rows);
            }
            ChunkedObjective.of(objective());
            this.chunkRows = rows;
            return this;
        }

        /**
         * Behind a convolution: one output for each image (or volume), of all its pixels and channels, as
         * Deeplearning4j's OutputLayer has it. Labels are by example. Either this or {@link #perPixel} must be said there.
         */
        public Builder flatten() {
            this.imageOutput = ImageOutput.FLATTENED;
            return this;
        }

        /**
         * Behind a convolution: an output for each pixel (or voxel), by the same weights. Labels are by pixel. Either this
         * or {@link #flatten} must be said there.
         */
        public Builder perPixel() {
            this.imageOutput = ImageOutput.PER_PIXEL;
            return this;
        }

        /** A layer for a loss, as a mean over examples of means over outputs. */
        public Builder(Loss loss) {
            this(Objective.of(loss));
        }

        /**
         * The layer.
         *
         * @throws DL4JInvalidConfigException if the objective and the activation do not belong together, or the objective
         *     contains a softmax and there is but one output
         */
        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public ObjectiveOutputLayer build() {
            PairingChecks.check(objective(), getActivationFn(), getNOut(), true);
            return new ObjectiveOutputLayer(this);
        }
    }
}
