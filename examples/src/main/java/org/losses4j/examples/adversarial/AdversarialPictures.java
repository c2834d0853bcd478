package org.losses4j.examples.adversarial;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.Population;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Picture;

/** Draws what a generator makes as it learns, and its critic's objective. */
final class AdversarialPictures {
    private static final int PANELS = 4;
    private static final int SIDE = 276;
    private static final int MARGIN = 20;
    private static final int TOP = 96;
    private static final double REACH = 1.5;
    private static final int COLUMNS = 6;
    private static final int SCALE = 5;
    private static final int SMOOTHED = 50;

    private final Framework framework;
    private final Kind kind;
    private final Imitation imitation;

    AdversarialPictures(Framework framework, Kind kind, Trial<Imitation> trial) {
        this.framework = framework;
        this.kind = kind;
        this.imitation = trial.picture();
    }

    /** Real examples, and made ones after a quarter of the training, half of it, and all. */
    Picture examples() {
        Picture picture = new Picture(MARGIN + PANELS * (SIDE + MARGIN), TOP + SIDE + MARGIN);
        Population population = imitation.population();
        picture.title(population.title() + " by " + kind.title() + " (" + framework + ")", MARGIN, 36, 18);
        int epochs = imitation.made().size();
        panel(picture, 0, "real", imitation.real());
        for (int p = 1; p < PANELS; p++) {
            int epoch = Math.max(1, epochs >> (PANELS - 1 - p));
            double[][] made = imitation.made().get(epoch - 1);
            String caption = String.format(
                    Locale.ROOT,
                    "step %,d: %d of %d modes, %.0f %% good",
                    epoch * AdversarialTraining.STEPS,
                    Imitation.modes(population, made),
                    population.modes(),
                    100 * Imitation.good(population, made));
            panel(picture, p, caption, made);
        }
        return picture;
    }

    private void panel(Picture picture, int place, String caption, double[][] examples) {
        int x = MARGIN + place * (SIDE + MARGIN);
        picture.text(caption, x, TOP - 16, 14);
        if (imitation.population().values() == 2) {
            picture.frame(x, TOP, SIDE, SIDE);
            Arrays.stream(examples)
                    .filter(point -> Math.abs(point[0]) < REACH && Math.abs(point[1]) < REACH)
                    .forEach(point -> picture.dot(x + across(point[0]), TOP + across(-point[1]), 2, Picture.BLUE));
        } else {
            for (int i = 0; i < COLUMNS * COLUMNS; i++) {
                int left = x + i % COLUMNS * (SIDE / COLUMNS);
                int top = TOP + i / COLUMNS * (SIDE / COLUMNS);
                picture.cells(examples[i], Digits.SIDE, left, top, SCALE, SCALE, Picture.INK);
            }
        }
    }

    private static int across(double coordinate) {
        return (int) Math.round((coordinate / REACH + 1) * SIDE / 2);
    }

    /** What the critic says at each step, smoothed. */
    Chart steps() {
        String title = imitation.population().title() + " by " + kind.title() + " (" + framework + ")";
        Chart chart = new Chart(title, "step of the generator", "mean of " + SMOOTHED + " steps")
                .horizontal(0, imitation.steps().size())
                .legend(Styler.LegendPosition.InsideNE);
        if (kind.wasserstein()) {
            curve(chart, "the critic's estimate of the Wasserstein distance", step -> -step.critic());
            return chart;
        }
        curve(chart, "the critic's loss", Adversaries.Step::critic);
        curve(chart, "the generator's loss", Adversaries.Step::generator);
        double[] ends = {0, imitation.steps().size()};
        double undecided = 2 * Math.log(2);
        return chart.guide("2 log 2: the critic cannot tell", ends, new double[] {undecided, undecided});
    }

    private void curve(Chart chart, String name, ToDoubleFunction<Adversaries.Step> value) {
        List<Adversaries.Step> steps = imitation.steps();
        int points = Math.max(1, steps.size() / SMOOTHED);
        double[] x = IntStream.range(0, points)
                .mapToDouble(i -> (i + 0.5) * SMOOTHED)
                .toArray();
        double[] y = IntStream.range(0, points)
                .mapToDouble(i -> steps.subList(i * SMOOTHED, Math.min(steps.size(), (i + 1) * SMOOTHED)).stream()
                        .mapToDouble(value)
                        .average()
                        .orElseThrow())
                .toArray();
        chart.line(name, x, y);
    }
}
