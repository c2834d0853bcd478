package org.losses4j.djl.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.Losses;
import org.losses4j.djl.ObjectiveLoss;

class AdversarialTrainerTest {
    private static final int EXAMPLES = 8;

    private final NDManager manager = NDManager.newBaseManager();
    private final Model generatorModel = Model.newInstance("generator", "PyTorch");
    private final Model criticModel = Model.newInstance("critic", "PyTorch");
    private final List<Trainer> trainers = new ArrayList<>();

    @BeforeEach
    void seed() {
        Engine.getInstance().setRandomSeed(11);
        generatorModel.setBlock(network(2));
        criticModel.setBlock(network(1));
    }

    @AfterEach
    void close() {
        trainers.forEach(Trainer::close);
        generatorModel.close();
        criticModel.close();
        manager.close();
    }

    @Test
    void makesTheStepsInTurnAndReportsThem() {
        List<AdversarialStep> steps = new ArrayList<>();
        AdversarialTrainer trainer =
                builder("wasserstein").criticSteps(3).onStep(steps::add).build();
        double[] generatorBefore = values(generatorModel.getBlock());
        trainer.trainBatch(real());
        trainer.trainBatch(real());
        assertArrayEquals(generatorBefore, values(generatorModel.getBlock()));
        trainer.trainBatch(real());
        assertNotEquals(generatorBefore[0], values(generatorModel.getBlock())[0]);
        assertEquals(
                List.of(1L, 2L, 3L),
                steps.stream().map(AdversarialStep::criticSteps).toList());
        assertTrue(steps.get(1).generatorLoss().isEmpty());
        assertTrue(steps.get(2).generatorLoss().isPresent());
        assertEquals(1, steps.get(2).generatorSteps());
        assertEquals(0, steps.get(0).penalty());
    }

    /** One plain gradient step each, recomputed from the networks' own outputs. */
    @Test
    void theGeneratorsStepLeavesNothingInTheCriticsNextStep() {
        AdversarialTrainer trainer = builder("wasserstein").build();
        trainer.trainBatch(real());
        Parameter bias = last(criticModel.getBlock());
        double before = bias.getArray().toFloatArray()[0];
        // The slope of E[fake] − E[real] by the last bias is 0, whatever the generator's step left there.
        trainer.trainBatch(real());
        assertEquals(before, bias.getArray().toFloatArray()[0], 1e-6);
        assertTrue(Math.abs(bias.getArray().getGradient().toFloatArray()[0]) > 0.5, "the generator's step leaves −1");
    }

    @Test
    void clipsTheCriticsWeights() {
        AdversarialTrainer trainer = builder("wasserstein").clipWeights(0.01).build();
        trainer.trainBatch(real());
        double[] weights = values(criticModel.getBlock());
        for (double weight : weights) {
            assertTrue(Math.abs(weight) <= 0.01f, "" + weight);
        }
        assertTrue(values(generatorModel.getBlock())[0] != 0);
        trainer.trainBatch(real());
        assertNotEquals(weights[0], values(criticModel.getBlock())[0], "clipped weights are still trained");
    }

    @Test
    void aGradientPenaltyKeepsTheCriticsSlopeNearOne() {
        AdversarialTrainer trainer = builder("wasserstein").gradientPenalty(10).build();
        double first = trainer.trainBatch(real()).penalty();
        double last = first;
        for (int i = 0; i < 200; i++) {
            last = trainer.trainBatch(real()).penalty();
        }
        assertTrue(first > 0.5 && last < 0.2 * first, first + " to " + last);
    }

    /** What makes the outputs of a batch depend on one another has no gradient of each example. */
    @Test
    void aGradientPenaltyRefusesBatchNormalisation() {
        Block inner = new SequentialBlock().add(GhostBatchNorm.builder().build());
        criticModel.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(8).build())
                .add(new ParallelBlock(list -> list.get(0)).add(inner))
                .add(Linear.builder().setUnits(1).build()));
        AdversarialTrainer.Builder builder = builder("wasserstein").gradientPenalty(10);

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, builder::build);

        assertTrue(error.getMessage().contains("GhostBatchNorm"), error.getMessage());
        assertTrue(error.getMessage().contains("LayerNorm"), error.getMessage());
        builder("wasserstein").clipWeights(0.1).build();
    }

    @Test
    void trainsAnOrdinaryGan() {
        AdversarialTrainer trainer = builder("gan").build();
        AdversarialStep step = trainer.trainBatch(real());
        // An undecided discriminator: softplus(0) + softplus(0), and softplus(0).
        assertEquals(2 * Math.log(2), step.criticLoss(), 0.8);
        assertEquals(Math.log(2), step.generatorLoss().orElseThrow(), 0.6);
    }

    @Test
    void goesOnFromWhatWasSaved(@TempDir Path folder) throws IOException {
        AdversarialTrainer trainer = builder("wasserstein").criticSteps(2).build();
        for (int i = 0; i < 3; i++) {
            trainer.trainBatch(real());
        }
        Path file = folder.resolve("deeper").resolve("checkpoint");
        trainer.save(file);
        double[] generatorSaved = values(generatorModel.getBlock());
        double[] criticSaved = values(criticModel.getBlock());
        Engine.getInstance().setRandomSeed(3);
        trainer.trainBatch(real());
        double[] generatorNext = values(generatorModel.getBlock());
        double[] criticNext = values(criticModel.getBlock());
        assertNotEquals(criticSaved[0], criticNext[0]);

        trainer.resume(file);
        assertArrayEquals(generatorSaved, values(generatorModel.getBlock()));
        assertArrayEquals(criticSaved, values(criticModel.getBlock()));
        Engine.getInstance().setRandomSeed(3);
        AdversarialStep step = trainer.trainBatch(real());
        assertEquals(4, step.criticSteps());
        assertEquals(2, step.generatorSteps());
        assertArrayEquals(generatorNext, values(generatorModel.getBlock()));
        assertArrayEquals(criticNext, values(criticModel.getBlock()));
        try (java.util.stream.Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void refusesFilesThatAreNoCheckpoints(@TempDir Path folder) throws IOException {
        AdversarialTrainer trainer = builder("wasserstein").build();
        Path file = folder.resolve("checkpoint");
        assertThrows(IOException.class, () -> trainer.resume(file));
        Files.writeString(file, "not a checkpoint");
        assertThrows(IOException.class, () -> trainer.resume(file));
        trainer.save(file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        IOException error = assertThrows(IOException.class, () -> trainer.resume(file));
        assertTrue(error.getMessage().contains("not a whole checkpoint"), error.getMessage());
    }

    @Test
    void refusesWhatCannotWork() {
        AdversarialTrainer.Builder builder = builder("wasserstein");
        assertThrows(IllegalArgumentException.class, () -> builder.criticSteps(0));
        assertThrows(IllegalArgumentException.class, () -> builder.clipWeights(0));
        assertThrows(IllegalArgumentException.class, () -> builder.gradientPenalty(-1));
        AdversarialTrainer trainer = builder.build();
        IllegalArgumentException shape = assertThrows(
                IllegalArgumentException.class, () -> trainer.trainBatch(manager.zeros(new Shape(EXAMPLES, 3))));
        assertTrue(shape.getMessage().contains("(8, 2)") && shape.getMessage().contains("(8, 3)"), shape.getMessage());
        try (GradientCollector mine = Engine.getInstance().newGradientCollector()) {
            IllegalStateException second = assertThrows(IllegalStateException.class, () -> trainer.trainBatch(real()));
            assertTrue(second.getMessage().contains("one at a time"), second.getMessage());
        }
        assertFalse(real().isReleased());
    }

    @Test
    void leavesNothingInTheManagerOfTheExamples() {
        AdversarialTrainer trainer = builder("wasserstein").gradientPenalty(10).build();
        NDArray real = real();
        trainer.trainBatch(real);
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 5; i++) {
            trainer.trainBatch(real);
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    private AdversarialTrainer.Builder builder(String kind) {
        boolean wasserstein = kind.equals("wasserstein");
        Trainer generator = trainer(generatorModel, wasserstein ? "wasserstein_generator" : "gan_generator", 3);
        Trainer critic = trainer(criticModel, wasserstein ? "wasserstein_critic" : "gan_discriminator", 2);
        return AdversarialTrainer.builder(generator, critic, NoiseSource.normal(3));
    }

    private Trainer trainer(Model model, String loss, int inputs) {
        DefaultTrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(Losses.of(loss)))
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.02f))
                        .build());
        Trainer trainer = model.newTrainer(config);
        trainer.initialize(new Shape(EXAMPLES, inputs));
        trainers.add(trainer);
        return trainer;
    }

    private NDArray real() {
        float[] values = new float[EXAMPLES * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 + Math.sin(1.7 * i));
        }
        return manager.create(values, new Shape(EXAMPLES, 2));
    }

    private static Block network(int outputs) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(8).build())
                .add(Activation.leakyReluBlock(0.2f))
                .add(Linear.builder().setUnits(outputs).build());
    }

    private static Parameter last(Block block) {
        return block.getParameters().valueAt(block.getParameters().size() - 1);
    }

    private static double[] values(Block block) {
        return block.getParameters().values().stream()
                .flatMapToDouble(parameter -> {
                    float[] values = parameter.getArray().toFloatArray();
                    return java.util.stream.IntStream.range(0, values.length).mapToDouble(i -> values[i]);
                })
                .toArray();
    }
}
