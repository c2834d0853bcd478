package org.losses4j.djl.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.Losses;
import org.losses4j.djl.ObjectiveLoss;

class BlocksTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final ParameterStore store = new ParameterStore(manager, false);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void latentSamplesHaveTheGaussiansMomentsAndGradients() {
        NDArray mean = manager.full(new Shape(20000, 1), 3f);
        NDArray logVariance = manager.full(new Shape(20000, 1), (float) Math.log(4));
        mean.setRequiresGradient(true);
        logVariance.setRequiresGradient(true);
        GaussianLatent latent = new GaussianLatent(7);
        NDArray sample;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            sample = latent.forward(store, new NDList(mean, logVariance), true).singletonOrThrow();
            collector.backward(sample.sum());
        }
        assertEquals(3, sample.mean().getFloat(), 0.06);
        assertEquals(4, sample.sub(3).square().mean().getFloat(), 0.2);
        float[] z = sample.toFloatArray();
        float[] slope = logVariance.getGradient().toFloatArray();
        for (int i = 0; i < 100; i++) {
            // dz / d log σ² = ½ σ ε = ½ (z − μ)
            assertEquals(0.5 * (z[i] - 3), slope[i], 1e-5);
        }
        assertEquals(1, mean.getGradient().getFloat(0, 0));
        assertEquals(
                3,
                latent.forward(store, new NDList(mean, logVariance), false)
                        .singletonOrThrow()
                        .getFloat(5, 0));
    }

    @Test
    void latentIsRepeatableBySeedAndElseByTheEnginesSeed() {
        NDList gaussian = new NDList(manager.zeros(new Shape(3, 2)), manager.zeros(new Shape(3, 2)));
        assertArrayEquals(draw(new GaussianLatent(1), gaussian), draw(new GaussianLatent(1), gaussian));
        assertNotEquals(draw(new GaussianLatent(1), gaussian)[0], draw(new GaussianLatent(2), gaussian)[0]);
        Engine.getInstance().setRandomSeed(5);
        float[] first = draw(new GaussianLatent(), gaussian);
        Engine.getInstance().setRandomSeed(5);
        assertArrayEquals(first, draw(new GaussianLatent(), gaussian));
    }

    private float[] draw(GaussianLatent latent, NDList gaussian) {
        return latent.forward(store, gaussian, true).singletonOrThrow().toFloatArray();
    }

    @Test
    void latentRefusesShapesThatDoNotFit() {
        NDList gaussian = new NDList(manager.zeros(new Shape(3, 2)), manager.zeros(new Shape(3, 1)));
        assertThrows(IllegalArgumentException.class, () -> new GaussianLatent().forward(store, gaussian, true));
    }

    @Test
    void normalisedRowsHaveLengthOneAndZerosAFiniteGradient() {
        NDArray x = manager.create(new float[] {3, 4, 0, 0}, new Shape(2, 2));
        x.setRequiresGradient(true);
        NDArray unit;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            unit = new L2Normalize().forward(store, new NDList(x), true).singletonOrThrow();
            collector.backward(unit.mul(manager.create(new float[] {1, 0, 1, 0}, new Shape(2, 2)))
                    .sum());
        }
        assertArrayEquals(new float[] {0.6f, 0.8f, 0, 0}, unit.toFloatArray(), 1e-6f);
        float[] gradient = x.getGradient().toFloatArray();
        // d (x / r) / dx = y² / r³ and −x y / r³
        assertEquals(16f / 125, gradient[0], 1e-6);
        assertEquals(-12f / 125, gradient[1], 1e-6);
        assertTrue(Float.isFinite(gradient[2]) && Float.isFinite(gradient[3]));
    }

    @Test
    void sharedEncoderEmbedsEachInputAsTheEncoderAlone() {
        SharedEncoder block = new SharedEncoder(L2Normalize.head(4));
        block.initialize(manager, DataType.FLOAT32, new Shape(2, 3), new Shape(2, 3), new Shape(2, 3));
        NDList inputs = new NDList(numbers(2, 3, 0.3), numbers(5, 3, 0.7), numbers(1, 3, 1.1));
        NDList embedded = block.forward(store, inputs, false);
        assertEquals(List.of(new Shape(2, 4), new Shape(5, 4), new Shape(1, 4)), List.of(embedded.getShapes()));
        for (int i = 0; i < 3; i++) {
            NDList alone = block.encoder().forward(store, new NDList(inputs.get(i)), false);
            assertArrayEquals(
                    alone.singletonOrThrow().toFloatArray(), embedded.get(i).toFloatArray(), 1e-6f);
        }
        assertArrayEquals(
                new Shape[] {new Shape(2, 4), new Shape(5, 4)},
                block.getOutputShapes(new Shape[] {new Shape(2, 3), new Shape(5, 3)}));
        assertThrows(
                IllegalArgumentException.class,
                () -> block.forward(store, new NDList(numbers(2, 3, 1), numbers(2, 4, 1)), false));
    }

    @Test
    void autoencoderTrainsSavesAndLoads(@TempDir Path folder) throws Exception {
        Shape shape = new Shape(32, 6);
        NDArray x = numbers(32, 6, 0.37);
        float[] before;
        try (Model model = Model.newInstance("vae", "PyTorch")) {
            model.setBlock(autoencoder());
            ObjectiveLoss loss = new ObjectiveLoss(Losses.of("vae(beta=0.01)"));
            DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(0.01f))
                            .build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(shape);
                float first = loss.evaluate(new NDList(x), trainer.evaluate(new NDList(x)))
                        .getFloat();
                for (int step = 0; step < 150; step++) {
                    NDManager sub = manager.newSubManager();
                    try (Batch batch = new Batch(
                            sub, new NDList(x), new NDList(x), 32, Batchifier.STACK, Batchifier.STACK, 0, 1)) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                    }
                    x = numbers(32, 6, 0.37);
                }
                float last = loss.evaluate(new NDList(x), trainer.evaluate(new NDList(x)))
                        .getFloat();
                assertTrue(last < first / 3, first + " to " + last);
                before = trainer.evaluate(new NDList(x)).get(0).toFloatArray();
            }
            model.save(folder, "vae");
        }
        try (Model model = Model.newInstance("vae", "PyTorch")) {
            model.setBlock(autoencoder());
            model.load(folder, "vae");
            NDList outputs = model.getBlock().forward(store, new NDList(x), false);
            assertArrayEquals(before, outputs.get(0).toFloatArray(), 1e-6f);
            assertEquals(List.of(new Shape(32, 6), new Shape(32, 2), new Shape(32, 2)), List.of(outputs.getShapes()));
            assertArrayEquals(outputs.getShapes(), model.getBlock().getOutputShapes(new Shape[] {shape}));
        }
    }

    @Test
    void everyBlockSavesAndLoads(@TempDir Path folder) throws Exception {
        List<java.util.function.Supplier<Block>> blocks =
                List.of(() -> new SharedEncoder(L2Normalize.head(4)), () -> L2Normalize.head(3));
        for (java.util.function.Supplier<Block> block : blocks) {
            NDList x = new NDList(numbers(2, 3, 0.3));
            float[] before;
            try (Model model = Model.newInstance("block", "PyTorch")) {
                model.setBlock(block.get());
                model.getBlock().initialize(manager, DataType.FLOAT32, new Shape(2, 3));
                before = model.getBlock().forward(store, x, false).get(0).toFloatArray();
                model.save(folder, "block");
            }
            try (Model model = Model.newInstance("block", "PyTorch")) {
                model.setBlock(block.get());
                model.load(folder, "block");
                assertArrayEquals(
                        before, model.getBlock().forward(store, x, false).get(0).toFloatArray());
            }
        }
    }

    private static Block autoencoder() {
        Block encoder =
                new SequentialBlock().add(Linear.builder().setUnits(16).build()).add(Activation.tanhBlock());
        Block decoder = new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(6).build());
        return new VariationalAutoencoder(encoder, 2, new GaussianLatent(3), decoder);
    }

    private NDArray numbers(int rows, int columns, double step) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(step * i + (i % columns));
        }
        return manager.create(values, new Shape(rows, columns));
    }
}
