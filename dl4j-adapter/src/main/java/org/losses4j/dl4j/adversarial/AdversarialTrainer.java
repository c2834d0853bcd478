package org.losses4j.dl4j.adversarial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Trains a generator against a critic (or discriminator). Each is a
 * {@link org.deeplearning4j.nn.multilayer.MultiLayerNetwork} or {@link org.deeplearning4j.nn.graph.ComputationGraph} of one
 * input and one output that ends in an ordinary layer, because the trainer computes the objectives.
 *
 * <p>One step is n steps of the critic, each on a new batch of real examples and new noise, and one step of the generator,
 * by the updater, regularisation and constraints that each network is configured with. The generator gets its gradient
 * through the critic, whose parameters stay as they are in that step. Not safe for several threads.
 */
public final class AdversarialTrainer {
    private static final String REAL = "real";
    private static final String FAKE = "fake";

    private final Trainee generator;
    private final Trainee critic;
    private final AdversarialSettings settings;
    private final Nd4jExecution execution = new Nd4jExecution();
    private final List<Consumer<AdversarialStep>> listeners = new ArrayList<>();
    private long step;
    private long draws;
    private double lastPenalty;

    /**
     * A trainer of two networks that have been initialised.
     *
     * @throws IllegalArgumentException if a network has an objective of its own, or more than one input or output; or if
     *     there is a gradient penalty and the critic has batch normalisation, which makes each output depend on the whole
     *     batch
     */
    public AdversarialTrainer(Model generator, Model critic, AdversarialSettings settings) {
        this.generator = Trainee.of(generator);
        this.critic = Trainee.of(critic);
        if (settings.penaltyFactor() > 0) {
            PenaltyGradient.checkExamplesAreIndependent(critic);
        }
        this.settings = settings;
    }

    /** Calls {@code listener} after every step; the networks' own training listeners hear of the steps of their network. */
    public AdversarialTrainer onStep(Consumer<AdversarialStep> listener) {
        listeners.add(listener);
        return this;
    }

    /** The number of steps made. */
    public long steps() {
        return step;
    }

    /** Makes {@code steps} steps on batches of real examples, or fewer if {@code real} has too few batches. */
    public void fit(Iterator<INDArray> real, long steps) {
        for (long i = 0; i < steps && real.hasNext(); i++) {
            fitStep(real);
        }
    }

    private void fitStep(Iterator<INDArray> real) {
        double value = 0;
        double penalty = 0;
        int examples = 0;
        for (int i = 0; i < settings.criticSteps() && real.hasNext(); i++) {
            INDArray batch = real.next();
            examples = Math.toIntExact(batch.size(0));
            INDArray fake = generator.forward(noise(examples, batch.dataType())).dup();
            if (!Nd4jShapes.of(fake).equals(Nd4jShapes.of(batch))) {
                throw new IllegalArgumentException("The generator makes " + Nd4jShapes.of(fake)
                        + ", but the real examples are " + Nd4jShapes.of(batch)
                        + ": both go to the critic and must be alike");
            }
            value = criticStep(batch, fake);
            penalty = lastPenalty;
        }
        double generated = generatorStep(examples);
        step++;
        AdversarialStep done = new AdversarialStep(step, value, penalty, generated);
        listeners.forEach(listener -> listener.accept(done));
    }

    private double criticStep(INDArray real, INDArray fake) {
        INDArray ofReal = critic.forward(real).dup();
        INDArray ofFake = critic.forward(fake).dup();
        // Updaters expect gradients that are summed over the examples.
        int examples = Math.toIntExact(real.size(0));
        Nd4jExecution.Step judged =
                execution.step(settings.critic(), Map.of(REAL, ofReal, FAKE, ofFake), List.of(REAL, FAKE), examples);
        critic.backward(gradient(judged, FAKE));
        INDArray total = critic.gradient().dup();
        critic.forward(real);
        critic.backward(gradient(judged, REAL));
        total.addi(critic.gradient());
        lastPenalty = 0;
        if (settings.penaltyFactor() > 0) {
            INDArray points = PenaltyGradient.between(real, fake, random());
            PenaltyGradient.Result penalty = new PenaltyGradient(settings.penalty(), execution).of(critic, points);
            total.addi(penalty.gradient().muli(settings.penaltyFactor() * examples));
            lastPenalty = penalty.value() * settings.penaltyFactor();
        }
        critic.gradient().assign(total);
        critic.step(examples);
        Double clip = settings.clip();
        if (clip != null) {
            INDArray parameters = critic.model().params();
            parameters.assign(Transforms.max(Transforms.min(parameters, clip, true), -clip, false));
        }
        return judged.value();
    }

    private double generatorStep(int examples) {
        DataType type = generator.model().params().dataType();
        INDArray made = generator.forward(noise(examples, type)).dup();
        INDArray judged = critic.forward(made).dup();
        String role = settings.generator().roles().get(0).name();
        Nd4jExecution.Step fooled = execution.step(settings.generator(), Map.of(role, judged), List.of(role), examples);
        INDArray byMade = critic.backward(gradient(fooled, role));
        generator.backward(byMade);
        generator.step(examples);
        return fooled.value();
    }

    private static INDArray gradient(Nd4jExecution.Step step, String role) {
        return Objects.requireNonNull(step.gradients().get(role), role);
    }

    /** Standard normal noise for the generator, [examples, latent]. */
    private INDArray noise(int examples, DataType type) {
        return normal(random(), examples, type);
    }

    private INDArray normal(Random random, int examples, DataType type) {
        double[] values = new double[Math.multiplyExact(examples, settings.latent())];
        Arrays.setAll(values, i -> random.nextGaussian());
        return Nd4j.create(values, new long[] {examples, settings.latent()}, type);
    }

    /**
     * The random generator of the next draw, seeded by the seed and the number of draws, so that a restored training
     * repeats it.
     */
    private Random random() {
        return new Random(settings.seed() * 0x9E3779B97F4A7C15L + draws++);
    }

    /** Examples that the generator makes of noise drawn by {@code seed}, without training it. */
    public INDArray sample(int examples, long seed) {
        DataType type = generator.model().params().dataType();
        INDArray noise = normal(new Random(seed), examples, type);
        return AdversarialCheckpoint.output(generator.model(), noise);
    }

    /** Writes both networks with their updaters' state, and the counts of steps and draws. */
    public void save(OutputStream stream) throws IOException {
        AdversarialCheckpoint.write(stream, generator, critic, step, draws);
    }

    /** Restores the trainer that {@link #save} wrote; it goes on as the saved one would have. */
    public static AdversarialTrainer restore(InputStream stream, AdversarialSettings settings) throws IOException {
        AdversarialCheckpoint checkpoint = AdversarialCheckpoint.read(stream);
        AdversarialTrainer trainer = new AdversarialTrainer(checkpoint.generator(), checkpoint.critic(), settings);
        trainer.step = checkpoint.step();
        trainer.draws = checkpoint.draws();
        return trainer;
    }

    /** The generator. */
    public Model generator() {
        return generator.model();
    }

    /** The critic. */
    public Model critic() {
        return critic.model();
    }
}
