package org.losses4j.djl.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
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
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.Center;
import org.losses4j.loss.embedding.ProxyNca;

class ClassVectorsTest {
    private static final int N = 60;
    private static final int SEED = 1;

    private final NDManager manager = NDManager.newBaseManager();
    private final ParameterStore store = new ParameterStore(manager, false);

    @BeforeEach
    void seed() {
        Engine.getInstance().setRandomSeed(SEED);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void centersGetTheirGradient() {
        ClassVectors centers = new ClassVectors(3);
        centers.initialize(manager, DataType.FLOAT32, new Shape(2, 2));
        NDArray held = centers.getParameters().get(0).getValue().getArray();
        held.set(new float[] {1, 1, 5, 5, -1, 0});
        NDArray embedding = manager.create(new float[] {2, 3, 1, 1}, new Shape(2, 2));
        embedding.setRequiresGradient(true);
        NDList labels = new NDList(manager.create(new float[] {0, 2}, new Shape(2)));
        NDArray value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList predictions = centers.forward(store, new NDList(embedding), true);
            value = new ObjectiveLoss(new Center()).evaluate(labels, predictions);
            collector.backward(value);
            predictions.close();
        }
        // ½ ‖x − c‖²: (1² + 2²) / 2 and (2² + 1²) / 2, with the gradient c − x, as means of two.
        assertEquals(2.5f, value.getFloat());
        assertArrayEquals(
                new float[] {-0.5f, -1, 0, 0, -1, -0.5f}, held.getGradient().toFloatArray(), 1e-6f);
        assertFalse(held.isReleased());
    }

    @Test
    void shapesFollowTheLastInput() {
        Shape[] inputs = {new Shape(7, 3), new Shape(7, 2)};
        ClassVectors vectors = new ClassVectors(5);
        assertArrayEquals(
                new Shape[] {new Shape(7, 3), new Shape(7, 2), new Shape(5, 2)}, vectors.getOutputShapes(inputs));
        vectors.initialize(manager, DataType.FLOAT32, inputs);
        assertEquals(
                new Shape(5, 2),
                vectors.getParameters().get(0).getValue().getArray().getShape());
        assertThrows(IllegalArgumentException.class, () -> new ClassVectors(0));
    }

    @Test
    void proxiesAreTrainedAndRestored(@TempDir Path folder) throws Exception {
        try (Model model = Model.newInstance("proxies", "PyTorch")) {
            model.setBlock(proxies());
            train(model, new ObjectiveLoss(new ProxyNca(8)));
            NDList outputs = outputs(model);
            NDArray directions = new L2Normalize()
                    .forward(store, new NDList(outputs.get(1)), false)
                    .singletonOrThrow();
            assertRight(outputs.get(0).matMul(directions.transpose()));
            model.save(folder, "proxies");
            try (Model restored = Model.newInstance("proxies", "PyTorch")) {
                restored.setBlock(proxies());
                restored.load(folder, "proxies");
                NDList again = outputs(restored);
                assertArrayEquals(outputs.get(0).toFloatArray(), again.get(0).toFloatArray(), 1e-6f);
                assertArrayEquals(outputs.get(1).toFloatArray(), again.get(1).toFloatArray());
            }
        }
    }

    @Test
    void crossEntropyAndCentersTrainTogether() {
        Block heads = new ParallelBlock(
                outputs -> new NDList(outputs.get(0).head(), outputs.get(1).head()),
                List.of(Linear.builder().setUnits(3).build(), Blocks.identityBlock()));
        Block network = new SequentialBlock().add(encoder()).add(heads).add(new ClassVectors(3));
        Objective objective = new CompositeObjective(List.of(
                new CompositeObjective.Term(1, Objective.of(new SparseCategoricalCrossEntropy())),
                new CompositeObjective.Term(0.1, Objective.of(new Center()))));
        try (Model model = Model.newInstance("centers", "PyTorch")) {
            model.setBlock(network);
            float[] spreads = train(model, new ObjectiveLoss(objective));
            assertRight(outputs(model).get(0));
            assertTrue(spreads[1] < spreads[0] / 2, spreads[0] + " to " + spreads[1]);
        }
    }

    /** The proxies start apart: two that start together may stay together. */
    private static Block proxies() {
        ClassVectors proxies = new ClassVectors(3);
        proxies.setInitializer(
                (manager, shape, type) -> manager.create(new float[] {1, 0, 0, 1, -1, -1}, shape),
                Parameter.Type.WEIGHT);
        return new SequentialBlock().add(encoder()).add(proxies);
    }

    private static Block encoder() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(8).build())
                .add(Activation.tanhBlock())
                .add(Linear.builder().setUnits(2).build());
    }

    /** The loss before and after. */
    private float[] train(Model model, ObjectiveLoss loss) {
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.02f))
                        .build());
        try (Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(new Shape(N, 2));
            float before = value(model, loss);
            for (int step = 0; step < 200; step++) {
                NDManager sub = manager.newSubManager();
                try (Batch batch =
                        new Batch(sub, features(sub), labels(sub), N, Batchifier.STACK, Batchifier.STACK, 0, 1)) {
                    EasyTrain.trainBatch(trainer, batch);
                    trainer.step();
                }
            }
            NDManager sub = manager.newSubManager();
            try (Batch batch =
                    new Batch(sub, features(sub), labels(sub), N, Batchifier.STACK, Batchifier.STACK, 0, 1)) {
                EasyTrain.validateBatch(trainer, batch);
            }
            return new float[] {before, value(model, loss)};
        }
    }

    private float value(Model model, ObjectiveLoss loss) {
        return loss.evaluate(labels(manager), outputs(model)).getFloat();
    }

    private NDList outputs(Model model) {
        return model.getBlock().forward(store, features(manager), false);
    }

    private static NDList features(NDManager manager) {
        Random random = new Random(4);
        float[] features = new float[2 * N];
        for (int i = 0; i < N; i++) {
            double angle = 2 * Math.PI * (i % 3) / 3;
            features[2 * i] = (float) (Math.cos(angle) + 0.2 * random.nextGaussian());
            features[2 * i + 1] = (float) (Math.sin(angle) + 0.2 * random.nextGaussian());
        }
        return new NDList(manager.create(features, new Shape(N, 2)));
    }

    private static NDList labels(NDManager manager) {
        float[] classes = new float[N];
        for (int i = 0; i < N; i++) {
            classes[i] = i % 3;
        }
        return new NDList(manager.create(classes, new Shape(N)));
    }

    private static void assertRight(NDArray scores) {
        long[] found = scores.argMax(1).toLongArray();
        int right = 0;
        for (int i = 0; i < N; i++) {
            right += found[i] == i % 3 ? 1 : 0;
        }
        assertTrue(right > 0.8 * N, right + " of " + N);
    }
}
