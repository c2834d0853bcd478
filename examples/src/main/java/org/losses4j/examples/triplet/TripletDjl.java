package org.losses4j.examples.triplet;

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
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.Loss;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.Rows;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;

/**
 * A network that embeds images in DJL. The triplets are mined inside the loss, so the labels are just the images' classes,
 * and a batch is trained on as with any other loss.
 */
final class TripletDjl implements ImageNetwork {
    private static final String NAME = "network";

    private final Model model;
    private final SequentialBlock encoder;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private TripletDjl(Loss loss, Model model, SequentialBlock encoder, int pixels) {
        this.model = model;
        this.encoder = encoder;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(loss))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.003f))
                        .build()));
        trainer.initialize(new Shape(1, pixels));
    }

    /** An embedding that is learnt by comparing. */
    static TripletDjl byTriplets(Loss loss, int height, int width, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        SequentialBlock encoder = encoder(height, width);
        return new TripletDjl(loss, model(encoder), encoder, height * width);
    }

    /** The same embedding, learnt by naming the class. */
    static TripletDjl byClasses(int classes, int height, int width, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        SequentialBlock encoder = encoder(height, width);
        SequentialBlock network = new SequentialBlock()
                .add(encoder)
                .add(Linear.builder().setUnits(classes).build());
        return new TripletDjl(new SparseCategoricalCrossEntropy(), model(network), encoder, height * width);
    }

    private static Model model(SequentialBlock network) {
        Model model = Model.newInstance(NAME);
        model.setBlock(network);
        return model;
    }

    private static SequentialBlock encoder(int height, int width) {
        return new SequentialBlock()
                .add(LambdaBlock.singleton(pixels -> pixels.reshape(-1, 1, height, width)))
                .add(convolution(16))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(convolution(32))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(TripletExample.DIMENSIONS).build());
    }

    private static Conv2d convolution(int channels) {
        return Conv2d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build();
    }

    static TripletDjl restore(Loss loss, int height, int width, Path folder) throws IOException {
        SequentialBlock encoder = encoder(height, width);
        Model model = model(encoder);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no network of this example in " + folder, e);
        }
        return new TripletDjl(loss, model, encoder, height * width);
    }

    @Override
    public double train(Samples batch) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList labels = new NDList(manager.create(batch.targets()).squeeze(1));
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList embeddings = trainer.forward(new NDList(manager.create(batch.images())));
                NDArray loss = trainer.getLoss().evaluate(labels, embeddings);
                collector.backward(loss);
                watch.step(loss.getFloat(), trainer, labels, embeddings);
                trainer.step();
                return loss.getFloat();
            }
        }
    }

    /** The embedding of each image. */
    @Override
    public float[][] outputs(float[][] images) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList embeddings =
                    encoder.forward(new ParameterStore(manager, false), new NDList(manager.create(images)), false);
            return Rows.of(embeddings.singletonOrThrow().toFloatArray(), images.length);
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
