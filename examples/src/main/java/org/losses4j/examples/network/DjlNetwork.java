package org.losses4j.examples.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.Table;

/**
 * A small network in DJL that is trained by any objective: {@link ObjectiveLoss} is the only line of this library. The last
 * block has no activation: regression needs none, and losses for classes read logits in their stable form.
 */
final class DjlNetwork implements Network {
    private static final String NAME = "network";

    private final Model model;
    private final Trainer trainer;

    private DjlNetwork(Model model, Objective objective, int features) {
        this.model = model;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(objective))
                .addTrainingListeners(new TrainingWatch())
                .optInitializer(
                        new XavierInitializer(
                                XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.AVG, 1),
                        Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.01f))
                        .optWeightDecays(0.01f)
                        .build()));
        trainer.initialize(new Shape(1, features));
    }

    static DjlNetwork create(Objective objective, int features, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        return new DjlNetwork(network(), objective, features);
    }

    static DjlNetwork restore(Objective objective, int features, Path folder) throws IOException {
        Model model = network();
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no network of this example in " + folder, e);
        }
        return new DjlNetwork(model, objective, features);
    }

    private static Model network() {
        Model model = Model.newInstance(NAME);
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(1).build()));
        return model;
    }

    @Override
    public void trainEpoch(Iterable<Table> batches) {
        for (Table table : batches) {
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDArray labels = manager.create(table.labels()).toType(DataType.FLOAT32, false);
                Batch batch = new Batch(
                        manager,
                        new NDList(matrix(manager, table.features())),
                        new NDList(labels.reshape(-1, 1)),
                        table.size(),
                        Batchifier.STACK,
                        Batchifier.STACK,
                        0,
                        0);
                EasyTrain.trainBatch(trainer, batch);
                trainer.step();
            }
        }
    }

    @Override
    public double[] outputs(double[][] features) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDList outputs = trainer.evaluate(new NDList(matrix(manager, features)));
            return outputs.singletonOrThrow().toType(DataType.FLOAT64, false).toDoubleArray();
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

    private static NDArray matrix(NDManager manager, double[][] rows) {
        return manager.create(rows).toType(DataType.FLOAT32, false);
    }
}
