package org.losses4j.dl4j;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An output layer without weights: an objective behind what the layers before it put out. Inputs, labels, masks and
 * scores are those of {@link ObjectiveOutputLayer}.
 */
public final class ObjectiveLossLayer extends BaseObjectiveLayer {
    private static final long serialVersionUID = 1;

    private ObjectiveLossLayer(Builder builder) {
        super(builder);
    }

    /** For restoring from JSON. */
    @SuppressWarnings("unused") // called by reflection
    private ObjectiveLossLayer() {}

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        PlainObjectiveLayer layer = new PlainObjectiveLayer(conf, networkDataType);
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

    /** Builds an {@link ObjectiveLossLayer}. */
    public static final class Builder extends BaseObjectiveLayer.Builder<Builder> {

        /** A layer for an objective. */
        public Builder(Objective objective) {
            super(objective);
        }

        /** A layer for a loss, as a mean over examples of means over outputs. */
        public Builder(Loss loss) {
            this(Objective.of(loss));
        }

        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public ObjectiveLossLayer build() {
            return new ObjectiveLossLayer(this);
        }
    }
}
