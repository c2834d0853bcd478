package org.losses4j.examples.vae;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.nn.GaussianLatent;
import org.losses4j.djl.nn.VariationalAutoencoder;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.loss.generative.Vae;

/**
 * A variational autoencoder in DJL: {@link VariationalAutoencoder} gives the three predictions of the loss, and the image
 * is the label.
 */
final class VaeDjl implements Autoencoder {
    private static final String NAME = "network";

    private final Model model;
    private final VariationalAutoencoder network;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private VaeDjl(Model model, VariationalAutoencoder network, int pixels, Vae loss) {
        this.model = model;
        this.network = network;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(loss))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.002f))
                        .build()));
        trainer.initialize(new Shape(1, pixels));
    }

    static VaeDjl create(int pixels, int latents, Vae loss, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        VariationalAutoencoder network = network(pixels, latents);
        return new VaeDjl(model(network), network, pixels, loss);
    }

    static VaeDjl restore(int pixels, int latents, Vae loss, Path folder) throws IOException {
        VariationalAutoencoder network = network(pixels, latents);
        Model model = model(network);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no autoencoder of this example in " + folder, e);
        }
        return new VaeDjl(model, network, pixels, loss);
    }

    private static VariationalAutoencoder network(int pixels, int latents) {
        SequentialBlock encoder = new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation.reluBlock());
        SequentialBlock decoder = new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(pixels).build());
        return new VariationalAutoencoder(encoder, latents, new GaussianLatent(), decoder);
    }

    private static Model model(VariationalAutoencoder network) {
        Model model = Model.newInstance(NAME);
        model.setBlock(network);
        return model;
    }

    @Override
    public double trainEpoch(List<double[][]> batches) {
        double sum = 0;
        for (double[][] images : batches) {
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDList input = matrix(manager, images);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray loss = trainer.getLoss().evaluate(input, trainer.forward(input));
                    collector.backward(loss);
                    watch.step(loss.getFloat());
                    sum += loss.getFloat();
                }
                trainer.step();
            }
        }
        return sum / batches.size();
    }

    @Override
    public Latents encode(double[][] images) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList latents = network.encode(parameters(manager), matrix(manager, images), false);
            return new Latents(rows(latents.get(0)), rows(latents.get(1)));
        }
    }

    @Override
    public double[][] decode(double[][] points) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            return rows(network.decoder()
                    .forward(parameters(manager), matrix(manager, points), false)
                    .singletonOrThrow());
        }
    }

    private static ParameterStore parameters(NDManager manager) {
        return new ParameterStore(manager, false);
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

    private static NDList matrix(NDManager manager, double[][] rows) {
        return new NDList(manager.create(rows).toType(DataType.FLOAT32, false));
    }

    private static double[][] rows(NDArray matrix) {
        return IntStream.range(0, (int) matrix.getShape().get(0))
                .mapToObj(i -> matrix.get(i).toType(DataType.FLOAT64, false).toDoubleArray())
                .toArray(double[][]::new);
    }
}
