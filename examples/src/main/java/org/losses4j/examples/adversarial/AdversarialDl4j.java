package org.losses4j.examples.adversarial;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.dl4j.adversarial.AdversarialSettings;
import org.losses4j.dl4j.adversarial.AdversarialTrainer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.network.FallingRate;
import org.losses4j.watch.WatchSettings;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A generator and a critic in Deeplearning4j: two ordinary networks that end in a dense layer, trained by
 * {@link AdversarialTrainer}.
 */
final class AdversarialDl4j implements Adversaries {
    private static final String FILE = "adversaries.zip";

    private final AdversarialTrainer trainer;
    private final List<Step> steps = new ArrayList<>();
    // The losses of adversaries need not fall, only be numbers.
    private final TrainingWatch watch = TrainingWatch.builder()
            .settings(new WatchSettings().withPatience(Integer.MAX_VALUE))
            .build();

    private AdversarialDl4j(AdversarialTrainer trainer) {
        this.trainer = trainer.onStep(step -> {
            watch.step(step.criticLoss());
            steps.add(new Step(step.criticLoss(), step.generatorLoss()));
        });
    }

    static AdversarialDl4j create(Plan plan) {
        Activation output = plan.unitRange() ? Activation.SIGMOID : Activation.IDENTITY;
        MultiLayerNetwork generator = network(plan.latents(), plan.values(), output, plan.steps(), 2 * plan.seed());
        MultiLayerNetwork critic =
                network(plan.values(), 1, Activation.IDENTITY, plan.steps() * Plan.CRITIC_STEPS, 2 * plan.seed() + 1);
        return new AdversarialDl4j(new AdversarialTrainer(generator, critic, settings(plan)));
    }

    static AdversarialDl4j restore(Plan plan, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(folder.resolve(FILE))) {
            return new AdversarialDl4j(AdversarialTrainer.restore(file, settings(plan)));
        }
    }

    private static AdversarialSettings settings(Plan plan) {
        return switch (plan.kind()) {
            case GAN -> AdversarialSettings.gan(plan.latents(), plan.seed());
            case WGAN ->
                AdversarialSettings.wassersteinClipped(plan.latents(), plan.seed())
                        .clipWeights(Kind.CLIP)
                        .criticSteps(Plan.CRITIC_STEPS);
            case WGAN_GP ->
                AdversarialSettings.wassersteinWithPenalty(plan.latents(), plan.seed())
                        .gradientPenalty(Kind.PENALTY)
                        .criticSteps(Plan.CRITIC_STEPS);
        };
    }

    private static MultiLayerNetwork network(int inputs, int outputs, Activation last, int steps, long seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .updater(Adam.builder()
                        .learningRateSchedule(new FallingRate(Plan.RATE, steps))
                        .beta1(0) // momentum harms a critic whose aim moves with the generator
                        .beta2(0.9)
                        .build())
                .list()
                .layer(dense(inputs, Plan.UNITS, Activation.RELU))
                .layer(dense(Plan.UNITS, Plan.UNITS, Activation.RELU))
                .layer(dense(Plan.UNITS, Plan.UNITS, Activation.RELU))
                .layer(dense(Plan.UNITS, outputs, last))
                .build());
        network.init();
        return network;
    }

    private static DenseLayer dense(int inputs, int outputs, Activation activation) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(activation)
                .build();
    }

    @Override
    public List<Step> train(Supplier<double[][]> real, int generatorSteps) {
        steps.clear();
        trainer.fit(Stream.generate(() -> matrix(real.get())).iterator(), generatorSteps);
        return List.copyOf(steps);
    }

    @Override
    public double[][] generate(double[][] latents) {
        return generator().output(matrix(latents)).castTo(DataType.DOUBLE).toDoubleMatrix();
    }

    private MultiLayerNetwork generator() {
        return (MultiLayerNetwork) trainer.generator();
    }

    @Override
    public void save(Path folder) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(FILE))) {
            trainer.save(file);
        }
    }

    @Override
    public void close() {
        generator().close();
        ((MultiLayerNetwork) trainer.critic()).close();
    }

    private static INDArray matrix(double[][] rows) {
        return Nd4j.createFromArray(rows).castTo(DataType.FLOAT);
    }
}
