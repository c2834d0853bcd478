package org.losses4j.dl4j;

import java.util.Collection;
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
import org.losses4j.dl4j.internal.layer.Runtimes;
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
 * <p>It takes vectors [N, C], sequences [N, C, T] or [N, T, C], and images and volumes in either order of axes, and applies
 * the same weights to each step or pixel. Behind a convolution the builder must choose this ({@link Builder#perPixel}) or
 * flattening ({@link Builder#flatten}). Labels have the shape of the output; or are class indices, without the class axis
 * or with one of extent 1; or are label sequences [N, L] for CTC. The labels' mask is by example, by step or pixel, or by
 * output; values other than 0 and 1 are weights. Vectors and sequences without a labels' mask use the features' mask.
 * {@code score()} is the objective's value plus regularisation, and so is the mean of {@code scoreExamples}.
 *
 * <p>Deeplearning4j treats it as an {@link OutputLayer}, and refuses the same: freezing it, for example.
 */
public final class ObjectiveOutputLayer extends OutputLayer implements ObjectiveConfiguration {
    private static final long serialVersionUID = 1;

    @JsonUnwrapped
    private ObjectiveSettings settings;

    @JsonProperty("chunkRows")
    private @Nullable Integer chunkRows;

    // Absent in networks that were saved before there was a choice.
    @JsonProperty("imageOutput")
    private ImageOutput imageOutput = ImageOutput.PER_PIXEL;

    private ObjectiveOutputLayer(Builder builder) {
        this.settings = builder.settings();
        this.chunkRows = builder.chunkRows;
        this.imageOutput = builder.imageOutput;
        // OutputLayer's constructor takes OutputLayer's builder only, whose methods do not return ours.
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

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = Features.count(inputType);
        }
        settings = settings.in(inputType, override);
    }

    /**
     * Null, because the layer takes sequences and images as they are; where images are flattened, the preprocessor that
     * does so, and behind a dense layer that has split sequences into rows, the one that makes sequences of them again.
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
        return Runtimes.prepared(layer, conf, trainingListeners, layerIndex, layerParamsView, initializeParams);
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
         * Trains on {@code rows} rows (examples, steps, pixels) at a time: only so many rows of the logits and of their
         * gradient exist at once, which large numbers of classes need. Values and gradients are the same. {@code output()}
         * and the like still give all rows.
         *
         * @param rows at least 1; 2²³ / nOut is a good choice
         * @throws IllegalArgumentException if the objective cannot be computed in chunks, see {@link ChunkedObjective}
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
         * Behind a convolution: gives one output for each image (or volume), computed from all its pixels and channels, as
         * Deeplearning4j's OutputLayer does. Labels are by example. Behind a convolution this or {@link #perPixel} is
         * required.
         */
        public Builder flatten() {
            this.imageOutput = ImageOutput.FLATTENED;
            return this;
        }

        /**
         * Behind a convolution: gives one output for each pixel (or voxel), computed by the same weights. Labels are by
         * pixel. Behind a convolution this or {@link #flatten} is required.
         */
        public Builder perPixel() {
            this.imageOutput = ImageOutput.PER_PIXEL;
            return this;
        }

        /** A layer for {@code loss} as a mean over examples of means over outputs. */
        public Builder(Loss loss) {
            this(Objective.of(loss));
        }

        /**
         * Builds the layer.
         *
         * @throws DL4JInvalidConfigException if the objective and the activation do not fit each other, or the objective
         *     contains a softmax and there is only one output
         */
        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public ObjectiveOutputLayer build() {
            PairingChecks.check(objective(), getActivationFn(), getNOut(), true);
            return new ObjectiveOutputLayer(this);
        }
    }
}
