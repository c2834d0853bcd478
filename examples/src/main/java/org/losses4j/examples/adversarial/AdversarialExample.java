package org.losses4j.examples.adversarial;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.examples.data.DigitPopulation;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.EightGaussians;
import org.losses4j.examples.data.Population;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Experiment;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.loss.generative.GanDiscriminator;
import org.losses4j.loss.generative.WassersteinCritic;

/** Trains a generator against a critic, to make points of eight Gaussians and digits. */
public final class AdversarialExample implements Example {
    static final Figure MODES = new Figure("modes", "modes found", "%.1f");
    static final Figure GOOD = new Figure("good", "share of good examples", "%.4f");

    private static final int POINT_LATENTS = 2;
    private static final int DIGIT_LATENTS = 16;

    private final Kind kind;
    private final String summary;

    private AdversarialExample(Kind kind, String summary) {
        this.kind = kind;
        this.summary = summary;
    }

    /** The original: the critic tells real from made. */
    public static AdversarialExample gan() {
        return new AdversarialExample(Kind.GAN, "8 Gaussians and digits by a generative adversarial network");
    }

    /** The critic measures Wasserstein's distance, with its weights clipped. */
    public static AdversarialExample wgan() {
        return new AdversarialExample(Kind.WGAN, "8 Gaussians and digits by a Wasserstein GAN with clipped weights");
    }

    /** The critic measures Wasserstein's distance, with a penalty on its gradient. */
    public static AdversarialExample wganGp() {
        return new AdversarialExample(
                Kind.WGAN_GP, "8 Gaussians and digits by a Wasserstein GAN with gradient penalty");
    }

    @Override
    public String name() {
        return kind.title();
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public int defaultEpochs() {
        return 20;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(60);
    }

    @Override
    public int defaultRepeats() {
        return 1;
    }

    /** Both populations as contenders, so that they share tables and files. */
    private record Populations(Kind kind, int epochs) implements Experiment<Imitation> {
        @Override
        public List<Contender> contenders(long seed) throws IOException {
            Loss loss = kind.wasserstein() ? new WassersteinCritic() : new GanDiscriminator();
            return List.of(
                    new Contender(new EightGaussians().title(), Objective.of(loss)),
                    new Contender(new DigitPopulation(Digits.bundled(), seed).title(), Objective.of(loss)));
        }

        @Override
        public Training<Imitation> start(Contender contender, Framework framework, long seed) throws IOException {
            Population points = new EightGaussians();
            boolean digits = !contender.name().equals(points.title());
            Population population = digits ? new DigitPopulation(Digits.bundled(), seed) : points;
            int steps = epochs * AdversarialTraining.STEPS;
            int latents = digits ? DIGIT_LATENTS : POINT_LATENTS;
            Plan plan = new Plan(kind, population.values(), population.unitRange(), latents, steps, seed);
            return new AdversarialTraining(framework, plan, population);
        }
    }

    @Override
    public void run(Run run) throws IOException {
        Trials<Imitation> trials = new Comparison<>(run, new Populations(kind, run.epochs())).train(name());
        new ComparisonReport(run, name(), trials, List.of(MODES, GOOD)).write(Map.of());
        for (String title : trials.losses()) {
            Trial<Imitation> first = trials.of(title).get(0);
            AdversarialPictures pictures = new AdversarialPictures(run.framework(), kind, first);
            String file = title.replace(' ', '_').toLowerCase(Locale.ROOT);
            pictures.examples().save(run.folder().file(file + ".png"));
            pictures.steps().save(run.folder().file(file + "_steps.png"));
        }
    }
}
