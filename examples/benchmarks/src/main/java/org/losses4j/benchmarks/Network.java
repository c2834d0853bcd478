package org.losses4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Perceptrons with one hidden layer, which are trained on one batch of noise. */
enum Network {
    DL4J_SMALL("Deeplearning4j, batch 32, 784-64-10", true, 32, 784, 64, 10),
    DL4J_WIDE("Deeplearning4j, batch 256, 256-256-1000", true, 256, 256, 256, 1000),
    DJL_SMALL("DJL, batch 32, 784-64-10", false, 32, 784, 64, 10),
    DJL_WIDE("DJL, batch 256, 256-256-1000", false, 256, 256, 256, 1000);

    static final List<Subject> SUBJECTS =
            List.of(Subject.MEAN_SQUARED_ERROR, Subject.BINARY_CROSS_ENTROPY, Subject.CATEGORICAL_CROSS_ENTROPY);
    private static final double LEARNING_RATE = 0.01;

    final String title;
    private final boolean dl4j;
    private final int rows;
    private final int features;
    private final int hidden;
    private final int classes;

    Network(String title, boolean dl4j, int rows, int features, int hidden, int classes) {
        this.title = title;
        this.dl4j = dl4j;
        this.rows = rows;
        this.features = features;
        this.hidden = hidden;
        this.classes = classes;
    }

    /** A network with its batch: each run is one training step, with our loss or the framework's own. */
    Runnable prepare(Subject subject, boolean ours) {
        Objective objective = subject.objective();
        if (dl4j) {
            LossObjective reduced = ((LossObjective) objective).reduce(Reduction.DL4J);
            return dl4j(
                    ours
                            ? new ObjectiveOutputLayer.Builder(reduced)
                                    .nIn(hidden)
                                    .nOut(classes)
                                    .build()
                            : new OutputLayer.Builder(Dl4jPeers.own(subject).orElseThrow())
                                    .activation(Dl4jPeers.activation(subject))
                                    .nIn(hidden)
                                    .nOut(classes)
                                    .build());
        }
        return djl(
                ours
                        ? new ObjectiveLoss(objective)::evaluate
                        : DjlPeers.own(subject).orElseThrow());
    }

    private Runnable dl4j(Layer last) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(LEARNING_RATE))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(features)
                        .nOut(hidden)
                        .activation(org.nd4j.linalg.activations.Activation.RELU)
                        .build())
                .layer(last)
                .build());
        network.init();
        DataSet batch = new DataSet(Nd4j.randn(rows, features), Nd4j.createFromArray(oneHot()));
        return () -> network.fit(batch);
    }

    private Runnable djl(DjlFormula loss) {
        Model model = Model.newInstance(title);
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(hidden).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(classes).build()));
        Optimizer optimizer = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed((float) LEARNING_RATE))
                .build();
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()).optOptimizer(optimizer));
        trainer.initialize(new Shape(rows, features));
        NDManager manager = trainer.getManager();
        NDArray noise = manager.randomNormal(new Shape(rows, features));
        NDList labels = new NDList(manager.create(oneHot()));
        return () -> {
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                NDArray input = noise.reshape(noise.getShape());
                input.attach(step);
                NDList predictions = trainer.forward(new NDList(input));
                collector.backward(loss.value(labels, predictions));
            }
            trainer.step();
        };
    }

    private float[][] oneHot() {
        float[][] labels = new float[rows][classes];
        for (int row = 0; row < rows; row++) {
            labels[row][row * 7 % classes] = 1;
        }
        return labels;
    }
}
