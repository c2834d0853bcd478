package org.losses4j.dl4j.adversarial;

import java.io.IOException;
import java.io.OutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of one input and one output that gets its gradient from a loss outside of it. */
interface Trainee {

    /** The network. */
    Model model();

    /** The output for {@code input}; keeps what {@link #backward} needs. */
    INDArray forward(INDArray input);

    /**
     * Propagates the gradient by the output back, and gives the gradient by the last input; the parameters' gradient is
     * then in {@link #gradient()}.
     */
    INDArray backward(INDArray byOutput);

    /** Makes a step of the updater with the gradient in {@link #gradient()}, which is a sum over {@code examples} examples. */
    void step(int examples);

    /** The parameters' gradient: the array that the last backward pass wrote and that the updater reads. */
    default INDArray gradient() {
        return model().getGradientsViewArray();
    }

    /** Writes parameters, configuration and the updater's state. */
    default void write(OutputStream stream) throws IOException {
        ModelSerializer.writeModel(model(), stream, true);
    }

    /**
     * The trainee for a network.
     *
     * @throws IllegalArgumentException if the network ends in a layer with an objective of its own, or is not a network of
     *     one input and one output
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
