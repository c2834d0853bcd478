package org.losses4j.examples.triplet;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.LinearTracker;
import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.Rows;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;

/**
 * A network that embeds images in DJL. Where the loss compares embeddings, the labels are just the images' classes, and a
 * batch is trained on as with any other loss.
 */
final class TripletDjl implements ImageNetwork {
    private static final String NAME = "network";

    private final Model model;
    private final SequentialBlock encoder;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private TripletDjl(Recipe recipe, Model model, SequentialBlock encoder, int pixels, int steps) {
        this.model = model;
        this.encoder = encoder;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(recipe.loss()))
                .optOptimizer(Optimizer.adamW()
                        .optWeightDecays((float) recipe.decay())
                        .optLearningRateTracker(LinearTracker.builder()
                                .setBaseValue((float) recipe.rate())
                                .optSlope((float) -recipe.rate() / steps)
                                .optMinValue(1e-6f)
                                .build())
                        .build()));
        trainer.initialize(new Shape(1, pixels));
    }

    static TripletDjl create(Recipe recipe, int pixels, int classes, int steps, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        SequentialBlock encoder = encoder(recipe);
        return new TripletDjl(recipe, model(recipe, encoder, classes), encoder, pixels, steps);
    }

    static TripletDjl restore(Recipe recipe, int pixels, int classes, int steps, Path folder) throws IOException {
        SequentialBlock encoder = encoder(recipe);
        Model model = model(recipe, encoder, classes);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no network of this example in " + folder, e);
        }
        return new TripletDjl(recipe, model, encoder, pixels, steps);
    }

    private static Model model(Recipe recipe, SequentialBlock encoder, int classes) {
        Model model = Model.newInstance(NAME);
        model.setBlock(
                recipe.naming()
                        ? new SequentialBlock()
                                .add(encoder)
                                .add(Linear.builder().setUnits(classes).build())
                        : encoder);
        return model;
    }

    private static SequentialBlock encoder(Recipe recipe) {
        SequentialBlock encoder = new SequentialBlock();
        for (int i = 0; i < recipe.hidden(); i++) {
            encoder.add(Linear.builder().setUnits(Recipe.UNITS).build())
                    .add(BatchNorm.builder().build())
                    .add(Activation.reluBlock());
        }
        return encoder.add(Linear.builder().setUnits(recipe.dimensions()).build());
    }

    @Override
    public double train(Samples batch) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList labels = new NDList(manager.create(batch.targets()).squeeze(1));
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList outputs = trainer.forward(new NDList(manager.create(batch.images())));
                NDArray loss = trainer.getLoss().evaluate(labels, outputs);
                collector.backward(loss);
                watch.step(loss.getFloat(), trainer, labels, outputs);
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
