package org.losses4j.djl.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Losses;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.watch.CollapsedEmbedding;
import org.losses4j.watch.DivergingValidation;
import org.losses4j.watch.NonFiniteLoss;
import org.losses4j.watch.StalledLoss;
import org.losses4j.watch.VanishingOutputGradient;
import org.losses4j.watch.WatchEvent;
import org.losses4j.watch.WatchSettings;

class TrainingWatchTest {
    private static final int EXAMPLES = 32;
    private static final int FEATURES = 3;
    private final List<WatchEvent> heard = new ArrayList<>();
    private final Random random = new Random(11);

    @Test
    void aTrainingThatWorksIsLeftAlone() {
        train(ours("binary_cross_entropy"), identity(), 1, 0.01f, new WatchSettings(), trainer -> {
            float[][] examples = features();
            for (int i = 0; i < 900; i++) {
                step(trainer, examples, column(examples, 0));
            }
        });
        assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSaturatedSigmoidUnderSquaredErrorIsFound(boolean own) {
        Loss loss = own ? ours("mean_squared_error") : Loss.l2Loss();
        train(loss, Activation.sigmoidBlock(), 1, 0.01f, new WatchSettings(), trainer -> {
            bias(trainer).set(new float[] {-40});
            for (int i = 0; i < 200; i++) {
                step(trainer, features(), constant(1));
            }
        });
        assertEquals(1, heard.size(), heard.toString());
        VanishingOutputGradient event = assertInstanceOf(VanishingOutputGradient.class, heard.get(0));
        assertEquals(50, event.step());
        assertEquals(1, event.saturated(), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"softmax, 0 1 0", "tanh, -1 -1 -1"})
    void otherSaturatedOutputsAreFound(String activation, String label) {
        boolean classes = activation.equals("softmax");
        Block block = classes
                ? new LambdaBlock(list -> new NDList(list.singletonOrThrow().softmax(-1)))
                : Activation.tanhBlock();
        String[] numbers = label.split(" ");
        float[] wanted = {Float.parseFloat(numbers[0]), Float.parseFloat(numbers[1]), Float.parseFloat(numbers[2])};
        train(ours("mean_squared_error"), block, 3, 1e-4f, new WatchSettings(), trainer -> {
            bias(trainer).set(classes ? new float[] {60, 0, 0} : new float[] {7, 7, 7});
            for (int i = 0; i < 100; i++) {
                step(trainer, features(), constant(wanted));
            }
        });
        assertEquals(1, heard.size(), heard.toString());
        assertInstanceOf(VanishingOutputGradient.class, heard.get(0));
    }

    @Test
    void aSaturatedSigmoidInsideTheLossIsHealthy() {
        train(ours("binary_cross_entropy"), identity(), 1, 0.3f, new WatchSettings(), trainer -> {
            bias(trainer).set(new float[] {-40});
            for (int i = 0; i < 300; i++) {
                step(trainer, features(), constant(1));
            }
        });
        assertEquals(List.of(), heard);
    }

    @Test
    void aLearningRateThatIsFarTooLargeIsFoundAndLoggedOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            Optimizer optimizer =
                    Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1e3f)).build();
            train(ours("mean_squared_error"), identity(), 1, optimizer, new WatchSettings(), trainer -> {
                for (int i = 0; i < 100; i++) {
                    float[][] examples = features();
                    step(trainer, examples, column(examples, 0));
                }
            });
        } finally {
            System.setErr(before);
        }
        assertEquals(1, heard.size(), heard.toString());
        NonFiniteLoss event = assertInstanceOf(NonFiniteLoss.class, heard.get(0));
        assertTrue(event.rising(), event.toString());
        assertEquals(
                1,
                log.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("TrainingWatch") && line.contains(event.message()))
                        .count(),
                log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLearningRateOfZeroIsFound() {
        train(ours("binary_cross_entropy"), identity(), 1, 0, new WatchSettings().withPatience(100), trainer -> {
            float[][] examples = features();
            for (int i = 0; i < 150; i++) {
                step(trainer, examples, column(examples, 0));
            }
        });
        StalledLoss event = assertInstanceOf(StalledLoss.class, heard.get(0));
        assertTrue(event.fromTheStart());
        assertEquals(1, heard.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmbeddingThatHasCollapsedIsFound(boolean collapsed) {
        float[][] examples = features();
        TrainingWatch watch = TrainingWatch.builder()
                .settings(new WatchSettings())
                .onEvent(heard::add)
                .build();
        train(ours("batch_hard_triplet"), identity(), 2, 0, null, trainer -> {
            if (collapsed) {
                NDArray weight =
                        trainer.getModel().getBlock().getParameters().valueAt(2).getArray();
                weight.set(new float[(int) weight.size()]);
                bias(trainer).set(new float[] {2, 3});
            }
            for (int i = 0; i < 150; i++) {
                try (Batch batch = batch(trainer, examples, column(examples, 0))) {
                    NDList classes =
                            new NDList(batch.getLabels().singletonOrThrow().reshape(-1));
                    NDList embeddings = trainer.evaluate(batch.getData());
                    NDArray loss = trainer.getLoss().evaluate(classes, embeddings);
                    watch.step(loss.getFloat(), trainer, classes, embeddings);
                }
            }
        });
        assertEquals(collapsed ? 1 : 0, heard.size(), heard.toString());
        if (collapsed) {
            CollapsedEmbedding event = assertInstanceOf(CollapsedEmbedding.class, heard.get(0));
            assertEquals(1, event.collapsed(), "the margin");
            assertEquals(101, event.step());
        }
    }

    @Test
    void aLoopOfOnesOwnTellsItsLosses() {
        TrainingWatch watch = TrainingWatch.builder()
                .settings(new WatchSettings())
                .onEvent(heard::add)
                .build();
        watch.step(0.5);
        watch.step(Double.NaN);
        assertEquals(1, heard.size());
        NonFiniteLoss event = assertInstanceOf(NonFiniteLoss.class, heard.get(0));
        assertEquals(2, event.step());
        assertEquals(heard, watch.events());
    }

    @Test
    void learningNoiseByHeartIsFound() {
        float[][] training = features();
        float[][] trainingLabels = noise();
        float[][] held = features();
        float[][] heldLabels = noise();
        train(ours("binary_cross_entropy"), identity(), 1, 0.05f, new WatchSettings(), trainer -> {
            for (int epoch = 0; epoch < 400 && heard.isEmpty(); epoch++) {
                for (int i = 0; i < 4; i++) {
                    step(trainer, training, trainingLabels);
                }
                try (Batch batch = batch(trainer, held, heldLabels)) {
                    EasyTrain.validateBatch(trainer, batch);
                }
                trainer.notifyListeners(listener -> listener.onEpoch(trainer));
            }
        });
        DivergingValidation event = assertInstanceOf(DivergingValidation.class, heard.get(0));
        assertEquals(0, event.step() % 4, "at the end of an epoch");
    }

    @Test
    void watchingChangesNothing() {
        float[][] examples = features();
        List<float[]> trained = new ArrayList<>();
        for (WatchSettings settings : new WatchSettings[] {new WatchSettings(), null}) {
            train(ours("mean_squared_error"), Activation.sigmoidBlock(), 1, 0.01f, settings, trainer -> {
                for (int i = 0; i < 60; i++) {
                    step(trainer, examples, column(examples, 0));
                }
                trained.add(bias(trainer).toFloatArray());
            });
        }
        assertEquals(trained.get(1)[0], trained.get(0)[0], 0);
    }

    private static ObjectiveLoss ours(String name) {
        return new ObjectiveLoss(Losses.of(name));
    }

    private static Block identity() {
        return new LambdaBlock(list -> list);
    }

    private void train(
            Loss loss, Block activation, int outputs, float rate, WatchSettings settings, Consumer<Trainer> training) {
        Optimizer optimizer =
                Optimizer.adam().optLearningRateTracker(Tracker.fixed(rate)).build();
        train(loss, activation, outputs, optimizer, settings, training);
    }

    private void train(
            Loss loss,
            Block activation,
            int outputs,
            Optimizer optimizer,
            WatchSettings settings,
            Consumer<Trainer> training) {
        Engine.getInstance().setRandomSeed(5);
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss).optOptimizer(optimizer);
        if (settings != null) {
            config.addTrainingListeners(TrainingWatch.builder()
                    .settings(settings)
                    .onEvent(heard::add)
                    .build());
        }
        try (Model model = Model.newInstance("watched", "PyTorch")) {
            model.setBlock(new SequentialBlock()
                    .add(Linear.builder().setUnits(8).build())
                    .add(Activation.tanhBlock())
                    .add(Linear.builder().setUnits(outputs).build())
                    .add(activation));
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(EXAMPLES, FEATURES));
                training.accept(trainer);
            }
        }
    }

    private static NDArray bias(Trainer trainer) {
        return trainer.getModel().getBlock().getParameters().valueAt(3).getArray();
    }

    private static void step(Trainer trainer, float[][] features, float[][] labels) {
        try (Batch batch = batch(trainer, features, labels)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
    }

    private static Batch batch(Trainer trainer, float[][] features, float[][] labels) {
        NDManager manager = trainer.getManager().newSubManager();
        return new Batch(
                manager,
                new NDList(manager.create(features)),
                new NDList(manager.create(labels).toType(DataType.FLOAT32, false)),
                features.length,
                Batchifier.STACK,
                Batchifier.STACK,
                0,
                1);
    }

    private float[][] features() {
        float[][] rows = new float[EXAMPLES][FEATURES];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private float[][] noise() {
        float[][] rows = new float[EXAMPLES][1];
        for (float[] row : rows) {
            row[0] = random.nextInt(2);
        }
        return rows;
    }

    /** 1 where a feature is above 0. */
    private static float[][] column(float[][] features, int feature) {
        float[][] rows = new float[features.length][1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = features[i][feature] > 0 ? 1 : 0;
        }
        return rows;
    }

    private static float[][] constant(float... label) {
        float[][] rows = new float[EXAMPLES][];
        java.util.Arrays.fill(rows, label);
        return rows;
    }
}
