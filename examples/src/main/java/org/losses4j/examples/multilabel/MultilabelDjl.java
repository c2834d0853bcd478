package org.losses4j.examples.multilabel;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.Rows;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;

/**
 * A network for several labels of each image in DJL. The weights of positives are a part of the objective; the labels are
 * as many numbers of 0 and 1 as the network has outputs. The last block has no activation, so the network gives logits.
 */
final class MultilabelDjl implements ImageNetwork {
    private static final String NAME = "network";

    private final Model model;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private MultilabelDjl(Objective objective, Model model, int pixels) {
        this.model = model;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(objective))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.003f))
                        .build()));
        trainer.initialize(new Shape(1, pixels));
    }

    static MultilabelDjl create(Objective objective, int height, int width, int labels, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        return new MultilabelDjl(objective, model(height, width, labels), height * width);
    }

    private static Model model(int height, int width, int labels) {
        Model model = Model.newInstance(NAME);
        model.setBlock(new SequentialBlock()
                .add(LambdaBlock.singleton(pixels -> pixels.reshape(-1, 1, height, width)))
                .add(convolution(16))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(convolution(32))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(labels).build()));
        return model;
    }

    private static Conv2d convolution(int channels) {
        return Conv2d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build();
    }

    static MultilabelDjl restore(Objective objective, int height, int width, int labels, Path folder)
            throws IOException {
        Model model = model(height, width, labels);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no network of this example in " + folder, e);
        }
        return new MultilabelDjl(objective, model, height * width);
    }

    @Override
    public double train(Samples batch) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDList logits = trainer.forward(new NDList(manager.create(batch.images())));
            NDList labels = new NDList(manager.create(batch.targets()));
            NDArray loss = trainer.getLoss().evaluate(labels, logits);
            collector.backward(loss);
            watch.step(loss.getFloat(), trainer, labels, logits);
            trainer.step();
            return loss.getFloat();
        }
    }

    /** The logit of each label of each image. */
    @Override
    public float[][] outputs(float[][] images) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList logits = trainer.evaluate(new NDList(manager.create(images)));
            return Rows.of(logits.singletonOrThrow().toFloatArray(), images.length);
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        model.save(folder, NAME);
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
