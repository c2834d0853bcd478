package org.losses4j.dl4j;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.losses4j.ChunkedObjective;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An output layer with weights, trained by any objective of one prediction: the last layer of most networks.
 *
 * <p>It takes vectors [N, C], sequences [N, C, T] or [N, T, C], images and volumes in either order, and applies the same
 * weights to each step or pixel. Labels have the shape of its output, or are class indices without the class axis (or
 * with one of extent 1), or label sequences [N, L] for CTC. The labels' mask, or for sequences without one the features'
 * mask, is by example, by step or pixel, or by output; values other than 0 and 1 are weights. {@code score()} is the
 * objective's value plus regularisation; the mean of {@code scoreExamples} is too.
 */
public final class ObjectiveOutputLayer extends BaseObjectiveLayer {
    private static final long serialVersionUID = 1;

    @JsonProperty("chunkRows")
    private @Nullable Integer chunkRows;

    private ObjectiveOutputLayer(Builder builder) {
        super(builder);
        this.chunkRows = builder.chunkRows;
    }

    /** For restoring from JSON. */
    @SuppressWarnings("unused") // called by reflection
    private ObjectiveOutputLayer() {}

    /** How many rows are computed at a time while training; empty if all. */
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
        WeightedObjectiveLayer layer = chunkRows == null
                ? new WeightedObjectiveLayer(conf, networkDataType)
                : new ChunkedObjectiveLayer(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        Map<String, INDArray> parameters = initializer().init(conf, layerParamsView, initializeParams);
        layer.setParamTable(parameters);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return DefaultParamInitializer.getInstance();
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
                && Objects.equals(chunkRows, layer.chunkRows);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hashCode(chunkRows);
    }

    /** Builds an {@link ObjectiveOutputLayer}. */
    public static final class Builder extends BaseObjectiveLayer.Builder<Builder> {
        private @Nullable Integer chunkRows;

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

        /** A layer for a loss, as a mean over examples of means over outputs. */
        public Builder(Loss loss) {
            this(Objective.of(loss));
        }

        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public ObjectiveOutputLayer build() {
            return new ObjectiveOutputLayer(this);
        }
    }
}
