package org.losses4j.dl4j.internal.layer;

import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The runtime of a layer of vectors of classes: gives its weights [D, C] as rows [C, D]. */
public final class ClassVectorsLayerRuntime extends BaseLayer<FeedForwardLayer> {
    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;

    public ClassVectorsLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        INDArray vectors = layerConf().getActivationFn().getActivation(rows(training, workspaceMgr), training);
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, vectors);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        INDArray slope = layerConf()
                .getActivationFn()
                .backprop(rows(true, workspaceMgr), epsilon)
                .getFirst();
        INDArray byWeights = Objects.requireNonNull(gradientViews.get(WEIGHTS), "No gradients");
        byWeights.assign(slope.transpose());
        Gradient gradients = new DefaultGradient();
        gradients.gradientForVariable().put(WEIGHTS, byWeights);
        weightNoiseParams.clear();
        return new Pair<>(gradients, workspaceMgr.create(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c'));
    }

    /** A copy of the vectors, which activations may change. */
    private INDArray rows(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return getParamWithNoise(WEIGHTS, training, workspaceMgr).transpose().dup('c');
    }

    /** None, because a mask of examples does not apply to classes. */
    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
            @Nullable INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        return null;
    }

    @Override
    public boolean hasBias() {
        return false;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
