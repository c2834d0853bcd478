package org.losses4j.djl.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Losses;
import org.losses4j.djl.ObjectiveLoss;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** WGAN-GP on eight Gaussians of σ = 0.05 on the unit circle finds all of them. */
@Tag("slow")
class EightGaussiansTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(EightGaussiansTest.class);
    private static final int MODES = 8;
    private static final double SIGMA = 0.05;
    private static final int EXAMPLES = 256;
    private static final int STEPS = 25_000;
    private static final int CRITIC_STEPS = 2;
    private static final int SAMPLES = 8000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void wganGpFindsAllModes(int seed) {
        Engine.getInstance().setRandomSeed(seed);
        Random random = new Random(seed);
        try (Model generatorModel = Model.newInstance("generator", "PyTorch");
                Model criticModel = Model.newInstance("critic", "PyTorch");
                NDManager manager = NDManager.newBaseManager()) {
            generatorModel.setBlock(network(2));
            criticModel.setBlock(network(1));
            try (Trainer generator = trainer(generatorModel, "wasserstein_generator", STEPS / CRITIC_STEPS);
                    Trainer critic = trainer(criticModel, "wasserstein_critic", STEPS)) {
                AdversarialTrainer trainer = AdversarialTrainer.builder(generator, critic, NoiseSource.normal(2))
                        .criticSteps(CRITIC_STEPS)
                        .gradientPenalty(0.1)
                        .build();
                for (int step = 0; step < STEPS; step++) {
                    try (NDManager scope = manager.newSubManager()) {
                        trainer.trainBatch(ring(scope, random));
                    }
                }
                int[] found = found(generator, manager);
                double good = Arrays.stream(found).sum() / (double) SAMPLES;
                LOGGER.info("seed {}: {} of the samples within 3 sigma of a mode, {}", seed, good, found);
                assertTrue(good >= 0.7, good + " of the samples are within 3 sigma of a mode");
                for (int samples : found) {
                    assertTrue(samples >= 0.05 * SAMPLES, Arrays.toString(found));
                }
            }
        }
    }

    private static Trainer trainer(Model model, String loss, int steps) {
        Tracker rate = Tracker.cosine()
                .setBaseValue(2e-3f)
                .optFinalValue(2e-5f)
                .setMaxUpdates(steps)
                .build();
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(Losses.of(loss)))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(rate)
                        .optBeta1(0.5f)
                        .optBeta2(0.9f)
                        .build()));
        trainer.initialize(new Shape(EXAMPLES, 2));
        return trainer;
    }

    private static Block network(int outputs) {
        SequentialBlock block = new SequentialBlock();
        for (int layer = 0; layer < 3; layer++) {
            block.add(Linear.builder().setUnits(128).build()).add(Activation.leakyReluBlock(0.2f));
        }
        return block.add(Linear.builder().setUnits(outputs).build());
    }

    private static NDArray ring(NDManager manager, Random random) {
        float[] points = new float[2 * EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            double angle = random.nextInt(MODES) * 2 * Math.PI / MODES;
            points[2 * i] = (float) (Math.cos(angle) + SIGMA * random.nextGaussian());
            points[2 * i + 1] = (float) (Math.sin(angle) + SIGMA * random.nextGaussian());
        }
        return manager.create(points, new Shape(EXAMPLES, 2));
    }

    private static int[] found(Trainer generator, NDManager manager) {
        float[] samples = generator
                .evaluate(new NDList(manager.randomNormal(new Shape(SAMPLES, 2))))
                .head()
                .toFloatArray();
        int[] found = new int[MODES];
        for (int i = 0; i < SAMPLES; i++) {
            for (int mode = 0; mode < MODES; mode++) {
                double angle = mode * 2 * Math.PI / MODES;
                double distance = Math.hypot(samples[2 * i] - Math.cos(angle), samples[2 * i + 1] - Math.sin(angle));
                found[mode] += distance <= 3 * SIGMA ? 1 : 0;
            }
        }
        return found;
    }
}
