package org.losses4j.examples.segmentation;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.Rows;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;

/**
 * A small U-Net in DJL with one logit for each pixel, [N, H·W, 1], because overlap is counted by class, which is the last
 * axis.
 */
final class SegmentationDjl implements ImageNetwork {
    private static final String NAME = "network";

    private final Model model;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private SegmentationDjl(Objective objective, Model model, int pixels) {
        this.model = model;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(objective))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.003f))
                        .build()));
        trainer.initialize(new Shape(1, pixels));
    }

    static SegmentationDjl create(Objective objective, int side, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        return new SegmentationDjl(objective, model(side), side * side);
    }

    /**
     * No convolution reads 24 channels: on processors with AVX-512, PyTorch 2.7.1 computes such a one from memory that nobody
     * has written (docs/troubleshooting.md).
     */
    private static Model model(int side) {
        Model model = Model.newInstance(NAME);
        Block coarse = convolution(32);
        Block middle =
                new SequentialBlock().add(convolution(16)).add(besides(coarse)).add(convolution(8));
        model.setBlock(new SequentialBlock()
                .add(LambdaBlock.singleton(pixels -> pixels.reshape(-1, 1, side, side)))
                .add(convolution(8))
                .add(besides(middle))
                .add(convolution(8))
                .add(Conv2d.builder()
                        .setFilters(1)
                        .setKernelShape(new Shape(1, 1))
                        .build())
                .add(LambdaBlock.singleton(mask -> mask.reshape(-1, side * side, 1))));
        return model;
    }

    private static Block convolution(int channels) {
        return new SequentialBlock()
                .add(Conv2d.builder()
                        .setFilters(channels)
                        .setKernelShape(new Shape(3, 3))
                        .optPadding(new Shape(1, 1))
                        .build())
                .add(Activation.reluBlock());
    }

    /** What comes in, with what a block makes of it at half the resolution as further channels. */
    private static Block besides(Block coarser) {
        Block detour = new SequentialBlock()
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(coarser)
                .add(LambdaBlock.singleton(small -> small.repeat(2, 2).repeat(3, 2)));
        return new ParallelBlock(SegmentationDjl::joined, List.of(Blocks.identityBlock(), detour));
    }

    private static NDList joined(List<NDList> parts) {
        return new NDList(NDArrays.concat(
                new NDList(parts.get(0).singletonOrThrow(), parts.get(1).singletonOrThrow()), 1));
    }

    static SegmentationDjl restore(Objective objective, int side, Path folder) throws IOException {
        Model model = model(side);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no network of this example in " + folder, e);
        }
        return new SegmentationDjl(objective, model, side * side);
    }

    @Override
    public double train(Samples batch) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDList masks = new NDList(manager.create(batch.targets()).expandDims(2));
            NDList logits = trainer.forward(new NDList(manager.create(batch.images())));
            NDArray loss = trainer.getLoss().evaluate(masks, logits);
            collector.backward(loss);
            watch.step(loss.getFloat(), trainer, masks, logits);
            trainer.step();
            return loss.getFloat();
        }
    }

    /** The logit of each pixel of each scene. */
    @Override
    public float[][] outputs(float[][] scenes) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList logits = trainer.evaluate(new NDList(manager.create(scenes)));
            return Rows.of(logits.singletonOrThrow().toFloatArray(), scenes.length);
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
