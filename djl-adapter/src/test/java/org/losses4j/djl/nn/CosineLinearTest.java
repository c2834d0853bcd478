package org.losses4j.djl.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.embedding.ArcFace;

class CosineLinearTest {
    private static final double[] X = {1, 2, -2, 0.5, 0, 4, -3, 1, 0.25};
    private static final double[] W = {0.2, -0.1, 0.4, 3, 1, 2};
    private static final double[] SLOPE = {1, -2, 0.5, 3, -1, 0.25};

    private final NDManager manager = NDManager.newBaseManager();
    private final ParameterStore store = new ParameterStore(manager, false);

    @AfterEach
    void close() {
        manager.close();
    }

    // F.linear(F.normalize(x), F.normalize(w)) of PyTorch 2.13.
    @Test
    void valuesAndGradientsArePyTorchs() {
        CosineLinear layer = layer(W);
        NDArray x = doubles(X, 3, 3);
        double[] cosines = train(layer, x).toDoubleArray();
        assertArrayEquals(
                new double[] {
                    -0.581914373963, 0.089087080637, 0.920264335333, 0.629843866925, -0.412751496294, -0.631894097807
                },
                cosines,
                1e-11);
        assertArrayEquals(
                new double[] {
                    -0.304589608641,
                    -0.082004894634,
                    -0.234299698955,
                    0.578530039193,
                    0.171831465142,
                    -0.072316254899,
                    0.001564227673,
                    0.064535502646,
                    -0.239371278508
                },
                x.getGradient().toDoubleArray(),
                1e-11);
        assertArrayEquals(
                new double[] {
                    2.649369829892, 0.905423579177, -1.098329020152, -0.474782521232, -0.446241179888, 0.935294371792
                },
                weights(layer).getGradient().toDoubleArray(),
                1e-11);
    }

    @Test
    void zeroVectorsHaveTheCosineZeroAndNoGradient() {
        CosineLinear layer = layer(new double[] {0, 0, 0, 3, 1, 2});
        NDArray x = doubles(new double[] {0, 0, 0, 0.5, 0, 4, -3, 1, 0.25}, 3, 3);
        double[] cosines = train(layer, x).toDoubleArray();
        assertEquals(0, cosines[0]);
        assertEquals(0, cosines[1]);
        assertEquals(0, cosines[2]);
        assertEquals(0.629843866925, cosines[3], 1e-11);
        assertArrayEquals(new double[3], Arrays.copyOf(x.getGradient().toDoubleArray(), 3));
        assertArrayEquals(
                new double[3], Arrays.copyOf(weights(layer).getGradient().toDoubleArray(), 3));
    }

    @Test
    void lengthsDoNotMatterEvenWhereTheirSquaresOverflow() {
        CosineLinear layer = new CosineLinear(2);
        layer.initialize(manager, DataType.FLOAT32, new Shape(3, 3));
        float[] values = {1, 2, -2, 0.5f, 0, 4, -3, 1, 0.25f};
        NDArray x = manager.create(values, new Shape(3, 3));
        float[] expected = cosines(layer, x);
        for (float scale : new float[] {1e-30f, 1e30f}) {
            NDArray factor = manager.create(new float[] {scale}, new Shape(1));
            assertArrayEquals(expected, cosines(layer, x.mul(factor)), 1e-6f);
        }
    }

    @Test
    void otherAxesStayAndFeaturesMustFit() {
        CosineLinear layer = layer(W);
        NDArray x = doubles(X, 3, 3);
        NDArray deep =
                layer.forward(store, new NDList(x.reshape(1, 3, 1, 3)), false).singletonOrThrow();
        assertEquals(new Shape(1, 3, 1, 2), deep.getShape());
        assertEquals(new Shape(1, 3, 1, 2), layer.getOutputShapes(new Shape[] {new Shape(1, 3, 1, 3)})[0]);
        assertArrayEquals(
                layer.forward(store, new NDList(x), false).singletonOrThrow().toDoubleArray(), deep.toDoubleArray());
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> layer.forward(store, new NDList(doubles(W, 3, 2)), false));
        assertEquals("CosineLinear: the input has the shape (3, 2), wanted [N, …, 3]", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new CosineLinear(0));
    }

    @Test
    void nothingStaysInTheManagerOfTheWeights() {
        CosineLinear layer = layer(W);
        int before = manager.getManagedArrays().size();
        try (NDManager batch = manager.newSubManager()) {
            NDArray x = batch.create(X, new Shape(3, 3));
            layer.forward(store, new NDList(x), false);
            assertEquals(2, batch.getManagedArrays().size());
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void aNetworkLearnsByArcFaceAndIsRestored(@TempDir Path folder) throws Exception {
        float[] features = new float[60 * 2];
        float[] classes = new float[60];
        Random random = new Random(4);
        for (int i = 0; i < 60; i++) {
            double angle = 2 * Math.PI * (i % 3) / 3;
            features[2 * i] = (float) (Math.cos(angle) + 0.2 * random.nextGaussian());
            features[2 * i + 1] = (float) (Math.sin(angle) + 0.2 * random.nextGaussian());
            classes[i] = i % 3;
        }
        float[] before;
        try (Model model = Model.newInstance("arcface", "PyTorch")) {
            model.setBlock(network());
            DefaultTrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(new ArcFace()))
                    .optOptimizer(Optimizer.adam()
                            .optLearningRateTracker(Tracker.fixed(0.01f))
                            .build());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(60, 2));
                for (int step = 0; step < 150; step++) {
                    NDManager sub = manager.newSubManager();
                    NDList x = new NDList(sub.create(features, new Shape(60, 2)));
                    NDList y = new NDList(sub.create(classes, new Shape(60)));
                    try (Batch batch = new Batch(sub, x, y, 60, Batchifier.STACK, Batchifier.STACK, 0, 1)) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                    }
                }
                before = cosines(model.getBlock(), manager.create(features, new Shape(60, 2)));
            }
            model.save(folder, "arcface");
        }
        int right = 0;
        for (int i = 0; i < 60; i++) {
            int own = 3 * i + i % 3;
            right += before[own] > before[3 * i + (i + 1) % 3] && before[own] > before[3 * i + (i + 2) % 3] ? 1 : 0;
        }
        assertTrue(right > 48, right + " of 60");
        try (Model model = Model.newInstance("arcface", "PyTorch")) {
            model.setBlock(network());
            model.load(folder, "arcface");
            assertArrayEquals(before, cosines(model.getBlock(), manager.create(features, new Shape(60, 2))), 1e-6f);
        }
    }

    private static Block network() {
        Block encoder =
                new SequentialBlock().add(Linear.builder().setUnits(8).build()).add(Activation.tanhBlock());
        return new SequentialBlock().add(encoder).add(new CosineLinear(3));
    }

    private float[] cosines(Block block, NDArray x) {
        return block.forward(store, new NDList(x), false).singletonOrThrow().toFloatArray();
    }

    private CosineLinear layer(double[] weights) {
        CosineLinear layer = new CosineLinear(2);
        layer.initialize(manager, DataType.FLOAT64, new Shape(3, 3));
        weights(layer).set(weights);
        return layer;
    }

    private static NDArray weights(Block layer) {
        return layer.getParameters().get(0).getValue().getArray();
    }

    private NDArray train(Block layer, NDArray x) {
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray y = layer.forward(store, new NDList(x), true).singletonOrThrow();
            collector.backward(y.mul(doubles(SLOPE, 3, 2)).sum());
            return y;
        }
    }

    private NDArray doubles(double[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }
}
