package org.losses4j.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.loss.generative.GradientPenalty;

/**
 * Trains a generator against a critic, each by a DJL {@link Trainer} of its own with its own loss and optimizer: GAN, WGAN
 * with clipped weights, WGAN-GP.
 *
 * <p>The critic's loss reads two predictions, its outputs for real and for generated examples ({@code gan_discriminator},
 * {@code wasserstein_critic}, …); the generator's reads one, the critic's output for generated examples
 * ({@code gan_generator}, {@code wasserstein_generator}, …). Every batch makes one step of the critic, and every n-th batch
 * one of the generator.
 *
 * <p>The gradient penalty is λ · E[(‖∇D(x̂)‖ − 1)²] at random points x̂ between real and generated examples. The critic's
 * output for an example must not depend on the rest of the batch: take layer normalisation instead of batch normalisation,
 * which is refused.
 *
 * <p>For the PyTorch engine and one device. Not safe for several threads. Closes neither trainer nor model.
 */
public final class AdversarialTrainer {
    private final Trainer generator;
    private final Trainer critic;
    private final NoiseSource noise;
    private final int criticSteps;
    private final double clipping;
    private final double penaltyWeight;
    private final List<Consumer<AdversarialStep>> listeners;
    private final InputGradient inputGradient = new InputGradient();
    private final ObjectiveLoss penalty = new ObjectiveLoss(Objective.of(new GradientPenalty()));
    private final AdversarialCheckpoint checkpoint;
    private long criticStepsDone;
    private long generatorStepsDone;

    private AdversarialTrainer(Builder builder) {
        this.generator = builder.generator;
        this.critic = builder.critic;
        this.noise = builder.noise;
        this.criticSteps = builder.criticSteps;
        this.clipping = builder.clipping;
        this.penaltyWeight = builder.penaltyWeight;
        this.listeners = List.copyOf(builder.listeners);
        this.checkpoint = new AdversarialCheckpoint(generator.getModel(), critic.getModel());
    }

    /**
     * Builds a trainer with settings.
     *
     * @param generator the trainer of the model that makes examples, already initialised
     * @param critic the trainer of the model that judges examples, already initialised
     * @param noise draws the inputs of the generator
     */
    public static Builder builder(Trainer generator, Trainer critic, NoiseSource noise) {
        return new Builder(generator, critic, noise);
    }

    /** Trains with a batch of a DJL dataset, whose first array holds the real examples; does not close it. */
    public AdversarialStep trainBatch(Batch batch) {
        return trainBatch(batch.getData().head());
    }

    /**
     * Trains with a batch of real examples [N, …].
     *
     * @throws IllegalArgumentException if the generator's examples have another shape
     * @throws IllegalStateException if another gradient collector is open: DJL allows one in a process
     */
    public AdversarialStep trainBatch(NDArray real) {
        int examples = Math.toIntExact(real.getShape().get(0));
        CriticLoss criticLoss;
        try (NDManager scope = real.getManager().newSubManager(real.getDevice())) {
            criticLoss = criticStep(scope, real, generate(scope, real, examples));
        }
        criticStepsDone++;
        OptionalDouble generatorLoss = OptionalDouble.empty();
        if (criticStepsDone % criticSteps == 0) {
            try (NDManager scope = real.getManager().newSubManager(real.getDevice())) {
                generatorLoss = OptionalDouble.of(generatorStep(scope, examples));
            }
            generatorStepsDone++;
        }
        AdversarialStep step = new AdversarialStep(
                criticStepsDone, generatorStepsDone, criticLoss.value(), criticLoss.penalty(), generatorLoss);
        listeners.forEach(listener -> listener.accept(step));
        return step;
    }

    private NDArray generate(NDManager scope, NDArray real, int examples) {
        NDArray fake = generator.forward(noise.draw(scope, examples)).head().stopGradient();
        if (!fake.getShape().equals(real.getShape())) {
            throw new IllegalArgumentException("The generator makes examples of the shape " + fake.getShape()
                    + ", but the real ones have " + real.getShape());
        }
        return fake;
    }

    private CriticLoss criticStep(NDManager scope, NDArray real, NDArray fake) {
        // The step of the generator has left gradients in the critic.
        Parameters.zeroGradients(critic.getModel().getBlock());
        CriticLoss loss;
        try (GradientCollector collector = collector(critic)) {
            NDArray realScore = critic.forward(new NDList(alias(real, scope))).head();
            NDArray fakeScore = critic.forward(new NDList(fake)).head();
            NDArray value = critic.getLoss().evaluate(new NDList(), new NDList(realScore, fakeScore));
            NDArray extra = penaltyWeight > 0 ? penalty(scope, real, fake) : null;
            collector.backward(extra == null ? value : value.add(extra));
            loss = new CriticLoss(scalar(value), extra == null ? 0 : scalar(extra));
        }
        critic.step();
        if (clipping > 0) {
            Parameters.clip(critic.getModel().getBlock(), clipping);
        }
        return loss;
    }

    private NDArray penalty(NDManager scope, NDArray real, NDArray fake) {
        long[] each = new long[real.getShape().dimension()];
        java.util.Arrays.fill(each, 1);
        each[0] = real.getShape().get(0);
        NDArray share = scope.randomUniform(0, 1, new Shape(each), real.getDataType());
        NDArray between = fake.add(alias(real, scope).sub(fake).mul(share)).stopGradient();
        between.setRequiresGradient(true);
        NDArray score = critic.forward(new NDList(between)).head();
        NDArray value = penalty.evaluate(new NDList(), new NDList(inputGradient.of(score, between)));
        return value.mul(OwnedArrays.scalar(value, penaltyWeight));
    }

    private double generatorStep(NDManager scope, int examples) {
        double loss;
        Parameters.zeroGradients(generator.getModel().getBlock());
        try (GradientCollector collector = collector(generator)) {
            NDList fake =
                    new NDList(generator.forward(noise.draw(scope, examples)).head());
            NDArray value = generator
                    .getLoss()
                    .evaluate(new NDList(), new NDList(critic.forward(fake).head()));
            collector.backward(value);
            loss = scalar(value);
        }
        generator.step();
        return loss;
    }

    /**
     * Saves the parameters of both networks and the counts of steps to one file, but not the state of the optimizers, to
     * which DJL gives no access.
     */
    public void save(Path file) throws IOException {
        checkpoint.save(file, criticStepsDone, generatorStepsDone);
    }

    /**
     * Goes on from what was saved, with the optimizers as they are.
     *
     * @throws IOException if the file was not saved by {@link #save} from networks of the same structure
     */
    public void resume(Path file) throws IOException {
        long[] done = checkpoint.load(file);
        criticStepsDone = done[0];
        generatorStepsDone = done[1];
    }

    /** An alias of the caller's array in {@code scope}, so that what is computed from it is freed with the scope. */
    private static NDArray alias(NDArray array, NDManager scope) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }

    private static double scalar(NDArray value) {
        return DjlTensor.of(value).item();
    }

    private static GradientCollector collector(Trainer trainer) {
        try {
            return trainer.newGradientCollector();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "AdversarialTrainer opens its own gradient collectors, and DJL allows one at a time in a process:"
                            + " call trainBatch outside of yours, and from one thread",
                    e);
        }
    }

    private record CriticLoss(double value, double penalty) {}

    /** Builds an {@link AdversarialTrainer}. */
    public static final class Builder {
        private final Trainer generator;
        private final Trainer critic;
        private final NoiseSource noise;
        private final List<Consumer<AdversarialStep>> listeners = new ArrayList<>();
        private int criticSteps = 1;
        private double clipping;
        private double penaltyWeight;

        private Builder(Trainer generator, Trainer critic, NoiseSource noise) {
            for (Trainer trainer : List.of(generator, critic)) {
                if (trainer.getDevices().length != 1) {
                    throw new IllegalArgumentException("AdversarialTrainer trains on one device, but a trainer has "
                            + trainer.getDevices().length + "; give its TrainingConfig one with optDevices");
                }
            }
            this.generator = generator;
            this.critic = critic;
            this.noise = noise;
        }

        /** The number of critic steps for each generator step; ≥ 1; default 1, for WGAN often 5. */
        public Builder criticSteps(int steps) {
            require(steps >= 1, "criticSteps", steps, "≥ 1");
            this.criticSteps = steps;
            return this;
        }

        /** Clips the critic's parameters to [−limit, limit] after each of its steps; > 0; WGAN used 0.01; not by default. */
        public Builder clipWeights(double limit) {
            require(limit > 0 && Double.isFinite(limit), "clipWeights", limit, "a finite number > 0");
            this.clipping = limit;
            return this;
        }

        /** Adds a gradient penalty with the weight λ; > 0; WGAN-GP used 10; none by default. */
        public Builder gradientPenalty(double weight) {
            require(weight > 0 && Double.isFinite(weight), "gradientPenalty", weight, "a finite number > 0");
            this.penaltyWeight = weight;
            return this;
        }

        /** Calls {@code listener} after each batch. */
        public Builder onStep(Consumer<AdversarialStep> listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * Builds the trainer.
         *
         * @throws IllegalArgumentException if there is a gradient penalty and the critic has a BatchNorm
         */
        public AdversarialTrainer build() {
            if (penaltyWeight > 0) {
                requireIndependentExamples(critic.getModel().getBlock(), "");
            }
            return new AdversarialTrainer(this);
        }

        private static void requireIndependentExamples(Block block, String path) {
            if (block instanceof BatchNorm) {
                throw new IllegalArgumentException("AdversarialTrainer: the critic's block " + path + " is a "
                        + block.getClass().getSimpleName()
                        + ", which makes each output depend on the whole batch, and the gradient penalty is about the"
                        + " gradient of each example: leave it out, or use LayerNorm, or clipWeights instead of"
                        + " gradientPenalty");
            }
            block.getChildren()
                    .forEach(child -> requireIndependentExamples(child.getValue(), path + "/" + child.getKey()));
        }

        private static void require(boolean holds, String setting, Object got, String wanted) {
            if (!holds) {
                throw new IllegalArgumentException(
                        "AdversarialTrainer: " + setting + " must be " + wanted + ", got " + got);
            }
        }
    }
}
