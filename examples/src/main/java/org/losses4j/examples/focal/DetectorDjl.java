package org.losses4j.examples.focal;

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
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.LinearTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.data.Rows;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;

/**
 * A one-stage detector in DJL: a network of convolutions with two outputs, [N, 32, 32, K] and [N, 32, 32, 4], because the
 * class and the numbers of a box are the last axis. One loss reads both.
 */
final class DetectorDjl implements ImageNetwork {
    private static final String NAME = "network";

    private final Model model;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();
    private final int kinds;

    private DetectorDjl(Recipe recipe, Model model, int kinds, int steps) {
        this.model = model;
        this.kinds = kinds;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(ObjectiveLoss.builder(recipe.objective())
                        .predictions("prediction", "boxes")
                        .labels("target", "true_boxes", "positive")
                        .build())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(LinearTracker.builder()
                                .setBaseValue((float) recipe.rate())
                                .optSlope((float) -recipe.rate() / steps)
                                .optMinValue(1e-6f)
                                .build())
                        .build()));
        trainer.initialize(new Shape(1, 1, ClutteredScenes.SIDE, ClutteredScenes.SIDE));
    }

    static DetectorDjl create(Recipe recipe, int kinds, int steps, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        return new DetectorDjl(recipe, model(kinds), kinds, steps);
    }

    static DetectorDjl restore(Recipe recipe, int kinds, int steps, Path folder) throws IOException {
        Model model = model(kinds);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no network of this example in " + folder, e);
        }
        return new DetectorDjl(recipe, model, kinds, steps);
    }

    private static Model model(int kinds) {
        Model model = Model.newInstance(NAME);
        model.setBlock(new SequentialBlock()
                .add(convolution(5, 16, 2, 1))
                .add(Activation.reluBlock())
                .add(convolution(3, 16, 1, 1))
                .add(Activation.reluBlock())
                .add(convolution(3, 16, 1, 2))
                .add(Activation.reluBlock())
                .add(convolution(3, 16, 1, 2))
                .add(Activation.reluBlock())
                .add(new ParallelBlock(
                        outputs -> new NDList(
                                outputs.get(0).singletonOrThrow(),
                                outputs.get(1).singletonOrThrow()),
                        List.of(output(kinds, Recipe.FIRST_LOGIT), output(Grid.BOX, 0)))));
        return model;
    }

    private static Conv2d convolution(int side, int channels, int stride, int dilation) {
        return Conv2d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(side, side))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(side / 2 * dilation, side / 2 * dilation))
                .optDilation(new Shape(dilation, dilation))
                .build();
    }

    private static Block output(int channels, double bias) {
        Conv2d convolution = convolution(1, channels, 1, 1);
        convolution.setInitializer(new NormalInitializer((float) Recipe.FIRST_WEIGHT), Parameter.Type.WEIGHT);
        convolution.setInitializer(new ConstantInitializer((float) bias), Parameter.Type.BIAS);
        return new SequentialBlock().add(convolution).add(LambdaBlock.singleton(DetectorDjl::channelsLast));
    }

    private static NDArray channelsLast(NDArray channelsFirst) {
        return channelsFirst.transpose(0, 2, 3, 1);
    }

    @Override
    public double train(Samples batch) {
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            NDArray targets =
                    channelsLast(manager.create(batch.targets()).reshape(batch.size(), -1, Grid.CELLS, Grid.CELLS));
            NDList labels = targets.split(new long[] {kinds, kinds + Grid.BOX}, 3);
            NDList outputs = trainer.forward(new NDList(scenes(manager, batch.images())));
            NDArray loss = trainer.getLoss().evaluate(labels, outputs);
            collector.backward(loss);
            watch.step(loss.getFloat(), trainer, labels, outputs);
            trainer.step();
            return loss.getFloat();
        }
    }

    @Override
    public float[][] outputs(float[][] scenes) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray outputs = NDArrays.concat(trainer.evaluate(new NDList(scenes(manager, scenes))), 3);
            return Rows.of(outputs.transpose(0, 3, 1, 2).toFloatArray(), scenes.length);
        }
    }

    private static NDArray scenes(NDManager manager, float[][] pixels) {
        return manager.create(pixels).reshape(pixels.length, 1, ClutteredScenes.SIDE, ClutteredScenes.SIDE);
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
