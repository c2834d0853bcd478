package org.losses4j.dl4j.internal.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The runtime of a layer without weights. */
public final class ObjectiveLossLayerRuntime extends ObjectiveLayerRuntime {

    public ObjectiveLossLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    INDArray raw(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(training);
        return ChannelsLast.of(input, channelsLast());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(@Nullable INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        INDArray byInput = ChannelsLast.back(rawGradient(raw(true, workspaceMgr)), channelsLast());
        return new Pair<>(new DefaultGradient(), workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, byInput));
    }

    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        return 0;
    }

    @Override
    public @Nullable INDArray params() {
        return null;
    }
}
