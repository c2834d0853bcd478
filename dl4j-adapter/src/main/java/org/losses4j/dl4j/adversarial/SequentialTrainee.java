package org.losses4j.dl4j.adversarial;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link MultiLayerNetwork} as a {@link Trainee}. */
final class SequentialTrainee implements Trainee {
    private final MultiLayerNetwork network;
    private @Nullable Gradient last;

    SequentialTrainee(MultiLayerNetwork network) {
        this.network = network;
        if (network.getOutputLayer() instanceof IOutputLayer) {
            throw Trainee.hasObjective(network.getOutputLayer().getClass().getSimpleName());
        }
    }

    @Override
    public Model model() {
        return network;
    }

    @Override
    public INDArray forward(INDArray input) {
        network.setInput(input);
        List<INDArray> activations = network.feedForward(true, false);
        return activations.get(activations.size() - 1);
    }

    @Override
    public INDArray backward(INDArray byOutput) {
        Pair<Gradient, INDArray> result = network.backpropGradient(byOutput, LayerWorkspaceMgr.noWorkspaces());
        last = result.getFirst();
        return result.getSecond();
    }

    @Override
    public void step(int examples) {
        int iteration = network.getIterationCount();
        network.getUpdater()
                .update(
                        network,
                        Objects.requireNonNull(last, "no backward pass came before"),
                        iteration,
                        network.getEpochCount(),
                        examples,
                        LayerWorkspaceMgr.noWorkspaces());
        network.params().subi(gradient().reshape(network.params().shape()));
        network.applyConstraints(iteration, network.getEpochCount());
        network.setIterationCount(iteration + 1);
        for (TrainingListener listener : network.getListeners()) {
            listener.iterationDone(network, iteration + 1, network.getEpochCount());
        }
    }
}
