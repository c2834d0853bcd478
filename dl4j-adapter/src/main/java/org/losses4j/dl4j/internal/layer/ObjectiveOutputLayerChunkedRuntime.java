package org.losses4j.dl4j.internal.layer;

import java.util.Set;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.execution.ChunkedObjective;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The runtime of a layer with weights that trains on a chunk of rows at a time. */
public final class ObjectiveOutputLayerChunkedRuntime extends ObjectiveOutputLayerRuntime {
    private final transient ChunkedObjective objective;
    private final transient ChunkedLinear linear;

    public ObjectiveOutputLayerChunkedRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        LayerRoles roles = LayerRoles.of(configuration().objective());
        OutputPairing reading =
                OutputPairing.of(configuration().objective(), roles.prediction(), Activations.of(activation()));
        if (!reading.roles().keySet().equals(Set.of(OutputPairing.Form.RAW))) {
            throw new IllegalArgumentException(
                    configuration().objective().name() + ": in chunks the layer has its loss's own"
                            + " activation, got " + activation() + "; leave the activation out");
        }
        this.objective = ChunkedObjective.of(reading.objective());
        this.linear = new ChunkedLinear(
                objective,
                configuration().chunkRows().orElseThrow(),
                configuration().newExecution());
    }

    @Override
    double freshValue(boolean training, LayerWorkspaceMgr workspaceMgr) {
        return linear.value(batch(training, workspaceMgr));
    }

    @Override
    public INDArray computeScoreForExamples(double fullNetworkRegScore, LayerWorkspaceMgr workspaceMgr) {
        INDArray scores = linear.scores(batch(false, workspaceMgr));
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, scores.addi(fullNetworkRegScore));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(@Nullable INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        ChunkedLinear.Batch batch = batch(true, workspaceMgr);
        long[] features = Nd4jShapes.toArray(batch.prediction());
        features[features.length - 1] = batch.x().size(1);
        INDArray byInput = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATION_GRAD, batch.x().dataType(), features, 'c');
        double value = linear.train(
                batch,
                input.size(0),
                new ChunkedLinear.Gradients(
                        byInput.reshape('c', batch.x().shape()),
                        gradientView(DefaultParamInitializer.WEIGHT_KEY),
                        hasBias() ? gradientView(DefaultParamInitializer.BIAS_KEY) : null));
        know(value, workspaceMgr);
        return new Pair<>(gradientViews(), backpropDropOutIfPresent(ChannelsLast.back(byInput, channelsLast())));
    }

    private ChunkedLinear.Batch batch(boolean training, LayerWorkspaceMgr workspaceMgr) {
        applyDropOutIfNecessary(training, workspaceMgr);
        INDArray weights = weights(training, workspaceMgr);
        INDArray bias = bias(training, workspaceMgr);
        INDArray features = features(weights);
        INDArray rows = ChannelsLast.rows(features.castTo(weights.dataType()));
        long[] prediction = features.shape().clone();
        prediction[prediction.length - 1] = weights.size(1);
        return checked(
                prediction,
                others -> ChunkedLinear.Batch.of(objective, rows, weights, bias, Nd4jShapes.of(prediction), others));
    }
}
