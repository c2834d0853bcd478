package org.losses4j.dl4j.adversarial;

import java.io.IOException;
import java.io.OutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of one input and one output that is trained from outside, by gradients of its output. */
interface Trainee {

    /** The network as Deeplearning4j knows it. */
    Model model();

    /** The output for an input, of which {@link #backward} then knows the way back. */
    INDArray forward(INDArray input);

    /**
     * The gradient by the last input, for a gradient by the output; the parameters' gradient is then in
     * {@link #gradient()}.
     */
    INDArray backward(INDArray byOutput);

    /** Lets the updater make a step of the gradient that is in {@link #gradient()}, a sum over {@code examples}. */
    void step(int examples);

    /** The parameters' gradient, where the last backward pass and the updater look for it. */
    default INDArray gradient() {
        return model().getGradientsViewArray();
    }

    /** Writes parameters, configuration and the updater's state. */
    default void write(OutputStream stream) throws IOException {
        ModelSerializer.writeModel(model(), stream, true);
    }

    /**
     * The trainee that a network is.
     *
     * @throws IllegalArgumentException if it ends in a layer with an objective of its own, or is no network of one input
     *     and one output
     */
    static Trainee of(Model model) {
        if (model instanceof org.deeplearning4j.nn.multilayer.MultiLayerNetwork network) {
            return new SequentialTrainee(network);
        }
        if (model instanceof org.deeplearning4j.nn.graph.ComputationGraph graph) {
            return new GraphTrainee(graph);
        }
        throw new IllegalArgumentException(
                "Adversaries are a MultiLayerNetwork or a ComputationGraph each, got " + model.getClass());
    }

    /** The error about a network that has an objective of its own. */
    static IllegalArgumentException hasObjective(String layer) {
        return new IllegalArgumentException(
                "The network ends in " + layer + ", which has a loss of its own, but here the"
                        + " trainer has it: end the network in an ordinary layer, such as a DenseLayer with the activation"
                        + " IDENTITY");
    }
}
