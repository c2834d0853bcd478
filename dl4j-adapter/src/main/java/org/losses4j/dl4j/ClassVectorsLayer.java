package org.losses4j.dl4j;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.layer.ClassVectorsLayerRuntime;
import org.losses4j.dl4j.internal.layer.Features;
import org.losses4j.dl4j.internal.layer.Runtimes;
import org.losses4j.dl4j.internal.layer.UnbiasedParameters;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trained vector for each class, as {@code center} reads them by the role {@code centers} and {@code proxy_nca} by {@code proxies}.
 *
 * <p>In a graph it stands behind the layer of the embeddings [N, D], whose number of features its vectors have; it reads nothing else of
 * it, and passes no gradient on. It gives the vectors [C, D], whatever N is, to an {@link ObjectiveVertex}. They are the weights of the
 * layer: the weight initialisation, the updater and the regularisation of weights are theirs too. The activation is the identity
 * unless another is set.
 */
public final class ClassVectorsLayer extends FeedForwardLayer {
    private static final long serialVersionUID = 1;

    private ClassVectorsLayer(Builder builder) {
        super(builder);
        initializeConstraints(builder);
    }

    /** For restoring from JSON. */
    @SuppressWarnings("unused") // called by reflection
    private ClassVectorsLayer() {}

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = Features.count(inputType);
        }
    }

    /** Null, because the layer reads no more of its input than the number of features. */
    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        LayerValidation.assertNInNOutSet("ClassVectorsLayer", getLayerName(), layerIndex, getNIn(), getNOut());
        return Runtimes.prepared(
                new ClassVectorsLayerRuntime(conf, networkDataType),
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

    /** Vectors of the embeddings' number of features. */
    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.feedForward(Features.count(inputType));
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long parameters = initializer().numParams(this);
        return new LayerMemoryReport.Builder(
                        getLayerName(), ClassVectorsLayer.class, inputType, getOutputType(-1, inputType))
                .standardMemory(parameters, getIUpdater().stateSize(parameters))
                .workingMemory(parameters, 0, parameters, inputType.arrayElementsPerExample())
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClassVectorsLayer && super.equals(other);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 2;
    }

    @Override
    public String toString() {
        return "ClassVectorsLayer(features=" + nIn + ", classes=" + nOut + ")";
    }

    /** Builds a {@link ClassVectorsLayer}. */
    public static final class Builder extends FeedForwardLayer.Builder<Builder> {

        /**
         * A layer of a vector for each of {@code classes} classes. Where the graph has no input types, {@code nIn} sets the number of
         * features.
         *
         * @param classes C, at least 1
         */
        public Builder(int classes) {
            if (classes < 1) {
                throw new IllegalArgumentException("ClassVectorsLayer: there is at least 1 class, got " + classes);
            }
            nOut(classes);
            setActivationFn(new ActivationIdentity());
        }

        @Override
        @SuppressWarnings("unchecked") // the method that this overrides is generic without need
        public ClassVectorsLayer build() {
            return new ClassVectorsLayer(this);
        }
    }
}
