package org.losses4j.benchmarks;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Trains a network of Deeplearning4j with one hidden layer, by the objective that Deeplearning4j's own losses have. */
final class Dl4jTrainedNetwork implements TrainedNetwork {
    private static final long SEED = 1;
    private static final double LEARNING_RATE = 1e-3;
    private static final double LARGEST_WEIGHT = 0.1;
    private static final int FEATURES = 64;
    private static final int HIDDEN = 32;
    private static final int OUTPUTS = 1000;
    private static final int SEQUENCES = 32;
    private static final int CLASSES = 100;

    private final MultiLayerNetwork network;
    private final Batches batches;

    /** Makes features and labels. */
    private interface Batches {
        DataSet make(int extent, SplittableRandom random);
    }

    private Dl4jTrainedNetwork(InputType input, Layer hidden, Layer last, Batches batches) {
        this.batches = batches;
        network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Sgd(LEARNING_RATE))
                .list()
                .layer(hidden)
                .layer(last)
                .setInputType(input)
                .build());
        network.init();
        // Frameworks could draw the weights of one layer class otherwise than those of another.
        network.setParams(array(Sample.uniform(
                new SplittableRandom(SEED), -LARGEST_WEIGHT, LARGEST_WEIGHT, false, 1, (int) network.numParams())));
    }

    /** Classifies each step of sequences. */
    static TrainedNetwork recurrent(boolean ours) {
        return new Dl4jTrainedNetwork(
                InputType.recurrent(FEATURES),
                new SimpleRnn.Builder().nOut(HIDDEN).activation(Activation.TANH).build(),
                ours
                        ? new ObjectiveOutputLayer.Builder(Objective.of(new CategoricalCrossEntropy())
                                        .reduce(Reduction.DL4J))
                                .nOut(CLASSES)
                                .build()
                        : new RnnOutputLayer.Builder(new LossMCXENT())
                                .activation(Activation.SOFTMAX)
                                .nOut(CLASSES)
                                .build(),
                (length, random) -> new DataSet(
                        array(Sample.uniform(random, -1, 1, false, SEQUENCES, FEATURES, length)),
                        array(Sample.oneHotSteps(random, SEQUENCES, CLASSES, length))));
    }

    /** Gives each row many labels of its own. */
    static TrainedNetwork perceptron(boolean ours) {
        return new Dl4jTrainedNetwork(
                InputType.feedForward(FEATURES),
                new DenseLayer.Builder()
                        .nOut(HIDDEN)
                        .activation(Activation.RELU)
                        .build(),
                ours
                        ? new ObjectiveOutputLayer.Builder(
                                        Objective.of(new BinaryCrossEntropy()).reduce(Reduction.DL4J))
                                .nOut(OUTPUTS)
                                .build()
                        : new OutputLayer.Builder(new LossBinaryXENT())
                                .activation(Activation.SIGMOID)
                                .nOut(OUTPUTS)
                                .build(),
                (rows, random) -> new DataSet(
                        array(Sample.uniform(random, -1, 1, false, rows, FEATURES)),
                        array(Sample.binary(random, rows, OUTPUTS))));
    }

    @Override
    public DoubleSupplier step(int extent, SplittableRandom random) {
        DataSet batch = batches.make(extent, random);
        return () -> {
            network.fit(batch);
            return network.score();
        };
    }

    @Override
    public DoubleSupplier evaluation(int extent, SplittableRandom random) {
        DataSet batch = batches.make(extent, random);
        return () -> network.score(batch, false);
    }

    private static INDArray array(Sample sample) {
        return Nd4j.createFromArray(sample.values()).reshape('c', sample.shape().toArray());
    }
}
