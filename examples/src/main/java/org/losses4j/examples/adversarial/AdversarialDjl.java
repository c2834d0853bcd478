package org.losses4j.examples.adversarial;

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
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.LinearTracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.losses4j.Loss;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.AdversarialTrainer;
import org.losses4j.djl.training.NoiseSource;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.loss.generative.GanDiscriminator;
import org.losses4j.loss.generative.GanGenerator;
import org.losses4j.loss.generative.WassersteinCritic;
import org.losses4j.loss.generative.WassersteinGenerator;
import org.losses4j.watch.WatchSettings;

/** A generator and a critic in DJL: two ordinary trainers with a loss each, trained together by {@link AdversarialTrainer}. */
final class AdversarialDjl implements Adversaries {
    private static final String FILE = "adversaries.params";

    private final Plan plan;
    private final Trainer generator;
    private final Trainer critic;
    private final AdversarialTrainer trainer;
    // The losses of adversaries need not fall, only be numbers.
    private final TrainingWatch watch = TrainingWatch.builder()
            .settings(new WatchSettings().withPatience(Integer.MAX_VALUE))
            .build();

    AdversarialDjl(Plan plan) {
        this.plan = plan;
        Engine.getInstance().setRandomSeed((int) plan.seed());
        boolean wasserstein = plan.kind().wasserstein();
        SequentialBlock made = network(plan.values());
        generator = trainer(
                "generator",
                plan.unitRange() ? made.add(Activation.sigmoidBlock()) : made,
                plan.latents(),
                wasserstein ? new WassersteinGenerator() : new GanGenerator(),
                plan.steps());
        critic = trainer(
                "critic",
                network(1),
                plan.values(),
                wasserstein ? new WassersteinCritic() : new GanDiscriminator(),
                plan.steps() * Plan.CRITIC_STEPS);
        AdversarialTrainer.Builder builder = AdversarialTrainer.builder(
                        generator, critic, NoiseSource.normal(plan.latents()))
                .criticSteps(Plan.CRITIC_STEPS);
        trainer = switch (plan.kind()) {
            case GAN -> builder.build();
            case WGAN -> builder.clipWeights(Kind.CLIP).build();
            case WGAN_GP -> builder.gradientPenalty(Kind.PENALTY).build();
        };
    }

    static AdversarialDjl restore(Plan plan, Path folder) throws IOException {
        AdversarialDjl restored = new AdversarialDjl(plan);
        restored.trainer.resume(folder.resolve(FILE));
        return restored;
    }

    private static SequentialBlock network(int outputs) {
        SequentialBlock block = new SequentialBlock();
        for (int layer = 0; layer < 3; layer++) {
            block.add(Linear.builder().setUnits(Plan.UNITS).build()).add(Activation.reluBlock());
        }
        return block.add(Linear.builder().setUnits(outputs).build());
    }

    private static Trainer trainer(String name, SequentialBlock network, int inputs, Loss loss, int steps) {
        Model model = Model.newInstance(name);
        model.setBlock(network);
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(loss))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(LinearTracker.builder()
                                .setBaseValue((float) Plan.RATE)
                                .optSlope((float) -Plan.RATE / steps)
                                .optMinValue(1e-6f)
                                .build())
                        .optBeta1(0) // momentum harms a critic whose aim moves with the generator
                        .optBeta2(0.9f)
                        .build()));
        trainer.initialize(new Shape(1, inputs));
        return trainer;
    }

    @Override
    public List<Step> train(Supplier<double[][]> real, int generatorSteps) {
        List<Step> steps = new ArrayList<>();
        while (steps.size() < generatorSteps) {
            try (NDManager manager = critic.getManager().newSubManager()) {
                var step = trainer.trainBatch(matrix(manager, real.get()));
                watch.step(step.criticLoss());
                step.generatorLoss().ifPresent(loss -> steps.add(new Step(step.criticLoss(), loss)));
            }
        }
        return steps;
    }

    @Override
    public double[][] generate(double[][] latents) {
        try (NDManager manager = generator.getManager().newSubManager()) {
            NDArray made =
                    generator.evaluate(new NDList(matrix(manager, latents))).singletonOrThrow();
            double[] values = made.toType(DataType.FLOAT64, false).toDoubleArray();
            double[][] rows = new double[latents.length][plan.values()];
            for (int n = 0; n < rows.length; n++) {
                System.arraycopy(values, n * plan.values(), rows[n], 0, plan.values());
            }
            return rows;
        }
    }

    @Override
    public void save(Path folder) throws IOException {
        trainer.save(folder.resolve(FILE));
    }

    @Override
    public void close() {
        for (Trainer each : List.of(generator, critic)) {
            each.close();
            each.getModel().close();
        }
    }

    private static NDArray matrix(NDManager manager, double[][] rows) {
        return manager.create(rows).toType(DataType.FLOAT32, false);
    }
}
