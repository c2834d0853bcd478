package org.losses4j.examples.language;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.transformer.IdEmbedding;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.nn.LinearObjective;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.Tokens;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * A model of a text in DJL: embeddings, a dense layer over the embeddings of all tokens of the context, and
 * {@link LinearObjective} with a class for each token of the vocabulary, in chunks of rows; or, for comparison,
 * {@link Linear} and {@link ObjectiveLoss}.
 */
final class LanguageDjl implements LanguageModel {
    private static final String NAME = "network";
    private static final Objective CROSS_ENTROPY = Objective.of(new SparseCategoricalCrossEntropy());

    private final Model model;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private LanguageDjl(Model model, Loss loss) {
        this.model = model;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.003f))
                        .build()));
        trainer.initialize(new Shape(1, CONTEXT));
    }

    static LanguageDjl create(Plan plan, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        Model model = Model.newInstance(NAME);
        return new LanguageDjl(model, build(model, plan));
    }

    static LanguageDjl restore(Plan plan, Path folder) throws IOException {
        Model model = Model.newInstance(NAME);
        Loss loss = build(model, plan);
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no model of a text in " + folder, e);
        }
        return new LanguageDjl(model, loss);
    }

    /** Gives a model its layers; the loss to train them by. */
    private static Loss build(Model model, Plan plan) {
        SequentialBlock layers = new SequentialBlock()
                .add(new IdEmbedding.Builder()
                        .setDictionarySize(plan.vocabulary())
                        .setEmbeddingSize(EMBEDDING)
                        .build())
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation.reluBlock());
        model.setBlock(layers);
        if (plan.inChunks()) {
            LinearObjective last = LinearObjective.builder(CROSS_ENTROPY, plan.vocabulary())
                    .chunkRows(plan.chunkRows())
                    .build();
            layers.add(last);
            return last.loss();
        }
        layers.add(Linear.builder().setUnits(plan.vocabulary()).build());
        return ObjectiveLoss.builder(CROSS_ENTROPY).build();
    }

    @Override
    public double trainEpoch(List<Tokens.Batch> batches) {
        double sum = 0;
        for (Tokens.Batch batch : batches) {
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDList next = new NDList(manager.create(batch.next()));
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray loss = trainer.getLoss().evaluate(next, trainer.forward(contexts(manager, batch), next));
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
    public Tensor logits(Tokens.Batch batch) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray logits = trainer.evaluate(contexts(manager, batch)).singletonOrThrow();
            double[] values = logits.toType(DataType.FLOAT64, false).toDoubleArray();
            return ReferenceTensor.of(values, batch.size(), values.length / batch.size());
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

    private static NDList contexts(NDManager manager, Tokens.Batch batch) {
        return new NDList(manager.create(batch.contexts(), new Shape(batch.size(), CONTEXT)));
    }
}
