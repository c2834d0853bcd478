package org.losses4j.dl4j.internal.layer;

import java.util.Objects;
import java.util.OptionalLong;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The runtime of a layer with weights: x · W + b for each example, step or pixel. */
public class ObjectiveOutputLayerRuntime extends ObjectiveLayerRuntime {
    private final LastStep lastStep = new LastStep();

    public ObjectiveOutputLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** Keeps a gradient's value for the score of the same step, which then needs no second forward pass. */
    final void know(double value, LayerWorkspaceMgr workspaceMgr) {
        lastStep.keep(contents(true, workspaceMgr), value);
    }

    private OptionalLong contents(boolean training, LayerWorkspaceMgr workspaceMgr) {
        applyDropOutIfNecessary(training, workspaceMgr);
        return contents(weights(training, workspaceMgr), bias(training, workspaceMgr));
    }

    final INDArray weights(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaceMgr);
    }

    /** The bias, [1, C]; null if the layer has none. */
    final @Nullable INDArray bias(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return hasBias() ? getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaceMgr) : null;
    }

    @Override
    final double value(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(training);
        return lastStep.take(() -> contents(training, workspaceMgr))
                .orElseGet(() -> freshValue(training, workspaceMgr));
    }

    /** Computes the value anew. */
    double freshValue(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return super.value(training, workspaceMgr);
    }

    @Override
    INDArray raw(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(training);
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray weights = weights(training, workspaceMgr);
        INDArray bias = bias(training, workspaceMgr);
        INDArray features = features(weights);
        INDArray rows = ChannelsLast.matrix(features.castTo(weights.dataType())).mmul(weights);
        return ChannelsLast.unrows(bias == null ? rows : rows.addiRowVector(bias), features);
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
        OutputObjective.Trained trained = train(raw(true, workspaceMgr));
        know(trained.value(), workspaceMgr);
        INDArray byRaw = ChannelsLast.matrix(trained.gradient());
        INDArray features = ChannelsLast.of(input, channelsLast());
        INDArray weightGradient = gradientView(DefaultParamInitializer.WEIGHT_KEY);
        INDArray rows = ChannelsLast.matrix(features.castTo(weightGradient.dataType()));
        Nd4j.gemm(rows, byRaw, weightGradient, true, false, 1.0, 0.0);
        if (hasBias()) {
            byRaw.sum(gradientView(DefaultParamInitializer.BIAS_KEY), 0);
        }
        INDArray weights = weights(true, workspaceMgr);
        INDArray byInput =
                ChannelsLast.back(ChannelsLast.unrows(byRaw.mmul(weights.transpose()), features), channelsLast());
        INDArray placed = workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, byInput);
        return new Pair<>(gradientViews(), backpropDropOutIfPresent(placed));
    }

    /** The gradients of the parameters, which have been computed. */
    final Gradient gradientViews() {
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable()
                .put(DefaultParamInitializer.WEIGHT_KEY, gradientView(DefaultParamInitializer.WEIGHT_KEY));
        if (hasBias()) {
            gradient.gradientForVariable()
                    .put(DefaultParamInitializer.BIAS_KEY, gradientView(DefaultParamInitializer.BIAS_KEY));
        }
        return gradient;
    }

    final INDArray gradientView(String parameter) {
        return Objects.requireNonNull(gradientViews.get(parameter), parameter);
    }
}
