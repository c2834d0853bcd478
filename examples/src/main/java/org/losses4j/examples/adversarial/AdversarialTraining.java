package org.losses4j.examples.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.losses4j.examples.data.Population;
import org.losses4j.examples.laboratory.Finite;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.laboratory.Training;

/** One training of a generator that imitates a population. */
final class AdversarialTraining implements Training<Imitation> {
    /** Steps of the generator that count as an epoch. */
    static final int STEPS = 100;

    private static final int BATCH = 256;
    private static final int SAMPLES = 2000;

    private final Framework framework;
    private final Plan plan;
    private final Population population;
    private final Random draws;
    private final double[][] latents;
    private final Adversaries adversaries;
    private final List<Adversaries.Step> steps = new ArrayList<>();
    private final List<double[][]> made = new ArrayList<>();

    AdversarialTraining(Framework framework, Plan plan, Population population) {
        SmallNetworks.useOneThread(framework);
        this.framework = framework;
        this.plan = plan;
        this.population = population;
        this.draws = new Random(plan.seed());
        Random normal = new Random(plan.seed());
        this.latents = Stream.generate(() -> DoubleStream.generate(normal::nextGaussian)
                        .limit(plan.latents())
                        .toArray())
                .limit(SAMPLES)
                .toArray(double[][]::new);
        this.adversaries = Adversaries.create(framework, plan);
    }

    /** Returns the critic's mean loss. */
    @Override
    public double epoch() {
        List<Adversaries.Step> now = adversaries.train(() -> population.draw(BATCH, draws), STEPS);
        steps.addAll(now);
        made.add(Finite.predictions(adversaries.generate(latents)));
        return now.stream().mapToDouble(Adversaries.Step::critic).average().orElseThrow();
    }

    @Override
    public Judgement<Imitation> judge() {
        double[][] last = made.get(made.size() - 1);
        return new Judgement<>(
                Map.of(
                        AdversarialExample.MODES.key(),
                        (double) Imitation.modes(population, last),
                        AdversarialExample.GOOD.key(),
                        Imitation.good(population, last)),
                new Imitation(population, population.draw(SAMPLES, draws), List.copyOf(made), List.copyOf(steps)));
    }

    @Override
    public boolean keep(Path folder) throws IOException {
        adversaries.save(folder);
        try (Adversaries restored = Adversaries.restore(framework, plan, folder)) {
            return Arrays.deepEquals(adversaries.generate(latents), restored.generate(latents));
        }
    }

    @Override
    public void close() {
        adversaries.close();
    }
}
