package org.losses4j.benchmarks;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;

/** Trains a perceptron of DJL with one hidden layer by the cross-entropy of class indices. */
final class DjlTrainedNetwork implements TrainedNetwork {
    private static final long SEED = 1;
    private static final float LEARNING_RATE = 0.01f;
    private static final double LARGEST_WEIGHT = 0.1;
    private static final int FEATURES = 64;
    private static final int HIDDEN = 32;

    private final int classes;
    private final Trainer trainer;
    private final NDManager manager;

    DjlTrainedNetwork(int classes, boolean ours) {
        this.classes = classes;
        Model model = Model.newInstance("perceptron");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(classes).build()));
        Loss loss = ours ? new ObjectiveLoss(new SparseCategoricalCrossEntropy()) : Loss.softmaxCrossEntropyLoss();
        trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(LEARNING_RATE))
                        .build()));
        trainer.initialize(new Shape(1, FEATURES));
        manager = trainer.getManager();
        SplittableRandom random = new SplittableRandom(SEED);
        for (Parameter parameter : model.getBlock().getParameters().values()) {
            NDArray weights = parameter.getArray();
            weights.set(Sample.uniform(random, -LARGEST_WEIGHT, LARGEST_WEIGHT, false, (int) weights.size())
                    .values());
        }
    }

    @Override
    public DoubleSupplier step(int extent, SplittableRandom random) {
        Batch batch = batch(extent, random);
        return () -> {
            double loss;
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = trainer.newGradientCollector()) {
                NDArray value = trainer.getLoss().evaluate(batch.labels(step), trainer.forward(batch.features(step)));
                collector.backward(value);
                loss = value.getFloat();
            }
            trainer.step();
            return loss;
        };
    }

    @Override
    public DoubleSupplier evaluation(int extent, SplittableRandom random) {
        Batch batch = batch(extent, random);
        return () -> {
            try (NDManager step = manager.newSubManager()) {
                return trainer.getLoss()
                        .evaluate(batch.labels(step), trainer.evaluate(batch.features(step)))
                        .getFloat();
            }
        };
    }

    private Batch batch(int rows, SplittableRandom random) {
        float[] features = Sample.uniform(random, -1, 1, false, rows, FEATURES).values();
        float[] labels = Sample.classes(random, 0, classes, rows).values();
        return new Batch(manager.create(features, new Shape(rows, FEATURES)), manager.create(labels));
    }

    /** A batch; what a step computes from its arrays is freed with the step. */
    private record Batch(NDArray noise, NDArray indices) {
        NDList features(NDManager step) {
            return new NDList(view(noise, step));
        }

        NDList labels(NDManager step) {
            return new NDList(view(indices, step));
        }

        private static NDArray view(NDArray array, NDManager step) {
            NDArray view = array.reshape(array.getShape());
            view.attach(step);
            return view;
        }
    }
}
