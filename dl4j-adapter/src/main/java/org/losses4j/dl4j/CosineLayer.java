package org.losses4j.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.layer.CosineLayerRuntime;
import org.losses4j.dl4j.internal.layer.Runtimes;
import org.losses4j.dl4j.internal.layer.UnbiasedParameters;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer whose outputs are cosines, which {@code arcface} and {@code cosface} read: those of the input with a trained
 * direction for each class.
 *
 * <p>x · w_c / (‖x‖ ‖w_c‖), w_c being column c of the weights [D, C], without a bias: [N, D] → [N, C], within −1 and 1. The lengths of
 * inputs and weights do not matter. Where one of them is a vector of zeros the cosine is 0 and its gradient by that vector 0. The
 * activation is the identity unless another is set.
 *
 * <p>Behind it comes an {@link ObjectiveLossLayer}. Sequences and images are brought to rows as for a dense layer.
 */
public final class CosineLayer extends FeedForwardLayer {
    private static final long serialVersionUID = 1;

    private CosineLayer(Builder builder) {
        super(builder);
        initializeConstraints(builder);
    }

    /** For restoring from JSON. */
    @SuppressWarnings("unused") // called by reflection
    private CosineLayer() {}

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        LayerValidation.assertNInNOutSet("CosineLayer", getLayerName(), layerIndex, getNIn(), getNOut());
        return Runtimes.prepared(
                new CosineLayerRuntime(conf, networkDataType),
                conf,
                trainingListeners,
                layerIndex,
                layerParamsView,
                initializeParams);
    }

    @Override
    public ParamInitializer initializer() {
        return new UnbiasedParameters();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType outputType = getOutputType(-1, inputType);
        long parameters = initializer().numParams(this);
        long directions = inputType.arrayElementsPerExample();
        return new LayerMemoryReport.Builder(getLayerName(), CosineLayer.class, inputType, outputType)
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(parameters, directions, parameters, directions + outputType.arrayElementsPerExample())
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CosineLayer && super.equals(other);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 1;
    }

    @Override
    public String toString() {
        return "CosineLayer(nIn=" + nIn + ", nOut=" + nOut + ")";
    }

    /** Builds a {@link CosineLayer}; {@code nOut} is the number of classes. */
    public static final class Builder extends FeedForwardLayer.Builder<Builder> {

        public Builder() {
            setActivationFn(new ActivationIdentity());
        }

        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public CosineLayer build() {
            return new CosineLayer(this);
        }
    }
}
