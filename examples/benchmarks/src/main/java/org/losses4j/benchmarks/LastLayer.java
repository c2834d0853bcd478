package org.losses4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.nn.LinearObjective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Several ways to compute value and gradients of softmax cross-entropy over many classes behind a linear layer. */
enum LastLayer {
    DL4J_OWN("Deeplearning4j: OutputLayer, LossSparseMCXENT"),
    DL4J_WHOLE("Deeplearning4j: ObjectiveOutputLayer"),
    DL4J_CHUNKS("Deeplearning4j: ObjectiveOutputLayer, chunkRows"),
    DJL_OWN("DJL: Linear, SoftmaxCrossEntropyLoss"),
    DJL_WHOLE("DJL: Linear, ObjectiveLoss"),
    DJL_CHUNKS("DJL: LinearObjective");

    private static final int CHUNK_ELEMENTS = 1 << 23;

    final String title;

    LastLayer(String title) {
        this.title = title;
    }

    /** The way that the framework itself offers. */
    LastLayer peer() {
        return ordinal() < DJL_OWN.ordinal() ? DL4J_OWN : DJL_OWN;
    }

    /**
     * The sizes of a layer.
     *
     * @param rows N
     * @param features H
     * @param classes V
     */
    record Sizes(int rows, int features, int classes) {}

    /** A layer with its batch, ready: each run computes the value and the gradients by input, weights and biases. */
    Runnable prepare(Sizes sizes) {
        Objective objective = Objective.parse("sparse_categorical_cross_entropy()");
        return switch (this) {
            case DL4J_OWN ->
                dl4j(
                        sizes,
                        new OutputLayer.Builder(new LossSparseMCXENT())
                                .activation(Activation.SOFTMAX)
                                .nIn(sizes.features())
                                .nOut(sizes.classes())
                                .build());
            case DL4J_WHOLE -> dl4j(sizes, objective(objective, sizes).build());
            case DL4J_CHUNKS ->
                dl4j(
                        sizes,
                        objective(objective, sizes)
                                .chunkRows(Math.max(1, CHUNK_ELEMENTS / sizes.classes()))
                                .build());
            case DJL_OWN -> djl(sizes, linear(sizes), Loss.softmaxCrossEntropyLoss(), false);
            case DJL_WHOLE -> djl(sizes, linear(sizes), new ObjectiveLoss(objective), false);
            case DJL_CHUNKS -> {
                LinearObjective last =
                        LinearObjective.builder(objective, sizes.classes()).build();
                yield djl(sizes, last, last.loss(), true);
            }
        };
    }

    private static ObjectiveOutputLayer.Builder objective(Objective objective, Sizes sizes) {
        return new ObjectiveOutputLayer.Builder(objective).nIn(sizes.features()).nOut(sizes.classes());
    }

    private static Block linear(Sizes sizes) {
        return Linear.builder().setUnits(sizes.classes()).build();
    }

    private static Runnable dl4j(Sizes sizes, Layer last) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                new NeuralNetConfiguration.Builder().list().layer(last).build());
        network.init();
        INDArray features = Nd4j.rand(sizes.rows(), sizes.features());
        INDArray labels = Nd4j.zeros(sizes.rows(), 1);
        for (int row = 0; row < sizes.rows(); row++) {
            labels.putScalar(row, 0, label(row, sizes));
        }
        return () -> {
            network.setInput(features);
            network.setLabels(labels);
            network.computeGradientAndScore();
        };
    }

    private static Runnable djl(Sizes sizes, Block last, Loss loss, boolean withLabels) {
        NDManager manager = NDManager.newBaseManager();
        ParameterStore store = new ParameterStore(manager, false);
        NDArray x = manager.randomUniform(0, 1, new Shape(sizes.rows(), sizes.features()));
        float[] classes = new float[sizes.rows()];
        for (int row = 0; row < sizes.rows(); row++) {
            classes[row] = label(row, sizes);
        }
        NDList labels = new NDList(manager.create(classes));
        last.initialize(manager, DataType.FLOAT32, x.getShape());
        last.getParameters().values().forEach(parameter -> parameter.getArray().setRequiresGradient(true));
        x.setRequiresGradient(true);
        return () -> {
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray input = x.reshape(x.getShape());
                input.attach(step);
                NDList data = new NDList(input);
                NDList output = withLabels ? last.forward(store, data, labels, null) : last.forward(store, data, true);
                NDArray value = loss.evaluate(labels, output);
                collector.backward(value);
                value.getFloat();
            }
        };
    }

    private static int label(int row, Sizes sizes) {
        return (int) (row * 7919L % sizes.classes());
    }
}
