package org.losses4j.examples.ctc;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.LinearTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.data.StripBatch;
import org.losses4j.examples.data.Strips;
import org.losses4j.loss.sequence.Ctc;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * A reader of strips in DJL: a convolution over the columns, an LSTM in both directions, and {@link ObjectiveLoss} with
 * {@link Ctc}. Labels are padded; {@code target_lengths} gives the number of labels.
 */
final class CtcDjl implements StripReader {
    private static final String NAME = "network";

    private final Model model;
    private final Trainer trainer;
    private final TrainingWatch watch = new TrainingWatch();

    private CtcDjl(Model model, int steps) {
        this.model = model;
        this.trainer = model.newTrainer(new DefaultTrainingConfig(ObjectiveLoss.builder(Objective.of(new Ctc()))
                        .labels("target", "target_lengths")
                        .build())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(LinearTracker.builder()
                                .setBaseValue((float) RATE)
                                .optSlope((float) -RATE / steps)
                                .optMinValue(1e-6f)
                                .build())
                        .build()));
        trainer.initialize(new Shape(1, Strips.HEIGHT, Strips.WIDTH));
    }

    static CtcDjl create(int steps, long seed) {
        Engine.getInstance().setRandomSeed((int) seed);
        return new CtcDjl(network(), steps);
    }

    static CtcDjl restore(int steps, Path folder) throws IOException {
        Model model = network();
        try {
            model.load(folder, NAME);
        } catch (MalformedModelException e) {
            throw new IOException("There is no reader of strips in " + folder, e);
        }
        return new CtcDjl(model, steps);
    }

    private static Model network() {
        Model model = Model.newInstance(NAME);
        model.setBlock(new SequentialBlock()
                .add(Conv1d.builder()
                        .setKernelShape(new Shape(7))
                        .optStride(new Shape(3))
                        .optPadding(new Shape(2))
                        .setFilters(64)
                        .build())
                .add(Activation.reluBlock())
                .add(LambdaBlock.singleton(columns -> columns.transpose(0, 2, 1)))
                .add(LSTM.builder()
                        .setNumLayers(1)
                        .setStateSize(48)
                        .optBidirectional(true)
                        .optHasBiases(
                                false) // with biases DJL 0.36.0 hands PyTorch a bidirectional one's in a wrong order
                        .optBatchFirst(true)
                        .build())
                .add(Linear.builder().setUnits(CLASSES).build()));
        return model;
    }

    @Override
    public double trainEpoch(List<StripBatch> batches) {
        double sum = 0;
        for (StripBatch batch : batches) {
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDList labels = new NDList(
                        manager.create(batch.labels(), new Shape(batch.size(), Strips.MOST_DIGITS)),
                        manager.create(batch.lengths()));
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray loss = trainer.getLoss().evaluate(labels, trainer.forward(pixels(manager, batch)));
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
    public Tensor logits(StripBatch strips) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray logits = trainer.evaluate(pixels(manager, strips)).singletonOrThrow();
            double[] values = logits.toType(DataType.FLOAT64, false).toDoubleArray();
            return ReferenceTensor.of(
                    values, strips.size(), (int) logits.getShape().get(1), CLASSES);
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

    private static NDList pixels(NDManager manager, StripBatch batch) {
        return new NDList(manager.create(batch.pixels(), new Shape(batch.size(), Strips.HEIGHT, Strips.WIDTH)));
    }
}
