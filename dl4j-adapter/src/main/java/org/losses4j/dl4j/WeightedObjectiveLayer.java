package org.losses4j.dl4j;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link ObjectiveOutputLayer} at work: x · W + b for each example, step or pixel. */
class WeightedObjectiveLayer extends ObjectiveLayer<ObjectiveOutputLayer> {

    WeightedObjectiveLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    INDArray raw(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(training);
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaceMgr);
        INDArray bias = getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaceMgr);
        INDArray features = features(weights);
        INDArray rows = ChannelsLast.rows(features.castTo(weights.dataType()))
                .mmul(weights)
                .addiRowVector(bias);
        return ChannelsLast.unrows(rows, features);
    }

    /** The input, channels last. */
    final INDArray features(INDArray weights) {
        INDArray features = ChannelsLast.of(input, channelsLast());
        if (features.size(-1) != weights.size(0)) {
            throw new DL4JInvalidInputException("The input has the shape " + Nd4jShapes.of(input) + ", wanted "
                    + weights.size(0) + " features along its " + (channelsLast() ? "last" : "second") + " axis "
                    + layerId());
        }
        return features;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(@Nullable INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray byRaw = ChannelsLast.rows(rawGradient(raw(true, workspaceMgr)));
        INDArray features = ChannelsLast.of(input, channelsLast());
        INDArray weightGradient = gradientView(DefaultParamInitializer.WEIGHT_KEY);
        INDArray biasGradient = gradientView(DefaultParamInitializer.BIAS_KEY);
        INDArray rows = ChannelsLast.rows(features.castTo(weightGradient.dataType()));
        Nd4j.gemm(rows, byRaw, weightGradient, true, false, 1.0, 0.0);
        byRaw.sum(biasGradient, 0);

        INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaceMgr);
        INDArray byInput =
                ChannelsLast.back(ChannelsLast.unrows(byRaw.mmul(weights.transpose()), features), channelsLast());
        INDArray placed = workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, byInput);
        return new Pair<>(gradientViews(), backpropDropOutIfPresent(placed));
    }

    /** The gradients of the parameters, which have been computed. */
    final Gradient gradientViews() {
        Gradient gradient = new DefaultGradient();
        for (String parameter : List.of(DefaultParamInitializer.WEIGHT_KEY, DefaultParamInitializer.BIAS_KEY)) {
            gradient.gradientForVariable().put(parameter, gradientView(parameter));
        }
        return gradient;
    }

    final INDArray gradientView(String parameter) {
        return Objects.requireNonNull(gradientViews.get(parameter), parameter);
    }
}
