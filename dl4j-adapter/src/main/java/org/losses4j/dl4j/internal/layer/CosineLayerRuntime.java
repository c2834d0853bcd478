package org.losses4j.dl4j.internal.layer;

import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Directions;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The runtime of a layer of cosines. */
public final class CosineLayerRuntime extends BaseLayer<FeedForwardLayer> {
    private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;

    public CosineLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    protected Pair<INDArray, @Nullable INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(forBackprop);
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray cosines = inputs().unit().mmul(weights(training, workspaceMgr).unit());
        return new Pair<>(workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, cosines), null);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        Directions inputs = inputs();
        Directions weights = weights(true, workspaceMgr);
        INDArray cosines = inputs.unit().mmul(weights.unit());
        INDArray slope =
                layerConf().getActivationFn().backprop(cosines, epsilon).getFirst();
        if (maskArray != null) {
            applyMask(slope);
        }
        INDArray byWeights = Objects.requireNonNull(gradientViews.get(WEIGHTS), "No gradients");
        byWeights.assign(weights.gradient(inputs.unit().transpose().mmul(slope)));
        Gradient gradients = new DefaultGradient();
        gradients.gradientForVariable().put(WEIGHTS, byWeights);
        weightNoiseParams.clear();
        INDArray byInput = inputs.gradient(slope.mmul(weights.unit().transpose()));
        INDArray placed = workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, byInput);
        return new Pair<>(gradients, backpropDropOutIfPresent(placed));
    }

    private Directions inputs() {
        if (input.rank() != 2 || input.size(1) != layerConf().getNIn()) {
            throw new DL4JInvalidInputException("The cosine layer got an input of the shape " + Nd4jShapes.of(input)
                    + ", wanted [N, " + layerConf().getNIn() + "] " + layerId());
        }
        return Directions.of(input.castTo(dataType), 1);
    }

    private Directions weights(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return Directions.of(getParamWithNoise(WEIGHTS, training, workspaceMgr), 0);
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
