package org.losses4j.examples.vae;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Picture;

/** Draws the bound over the epochs, new digits, reconstructed digits, the plane of two latents, and the effect of β. */
final class VaePictures {
    private static final int SCALE = 5;
    private static final int STEP = Digits.SIDE * SCALE + 6;
    private static final int MARGIN = 24;
    private static final int TITLE = 70;
    private static final int COLUMNS = 10;
    private static final int SHOWN = 18;

    private final Framework framework;
    private final Trials<Gallery> trials;

    VaePictures(Framework framework, Trials<Gallery> trials) {
        this.framework = framework;
        this.trials = trials;
    }

    private Trial<Gallery> first() {
        return trials.all().get(0);
    }

    /** The held-out bound of the first training, and its parts. */
    Chart bound() {
        List<Bound> bounds = first().picture().heldOut();
        Chart chart = new Chart(
                        "Bound on held-out digits, " + first().loss() + " (" + framework + ")",
                        "epoch",
                        "nats per image")
                .horizontal(0, bounds.size())
                .legend(Styler.LegendPosition.InsideNE);
        curve(chart, "−ELBO, the sum of both", bounds, bound -> -bound.elbo());
        curve(chart, "reconstruction", bounds, Bound::reconstruction);
        curve(chart, "divergence", bounds, Bound::divergence);
        return chart;
    }

    private static void curve(Chart chart, String name, List<Bound> bounds, ToDoubleFunction<Bound> value) {
        chart.line(
                name,
                IntStream.rangeClosed(1, bounds.size()).asDoubleStream().toArray(),
                bounds.stream().mapToDouble(value).toArray());
    }

    /** Samples and reconstructions of the first training. */
    Picture samples() {
        Gallery gallery = first().picture();
        int right = 2 * MARGIN + COLUMNS * STEP;
        Picture picture = new Picture(right + COLUMNS * STEP + MARGIN, TITLE + COLUMNS * STEP + MARGIN);
        picture.title("New digits, " + first().loss() + " (" + framework + ")", MARGIN, 40, 18);
        picture.title("Held-out digits, each above its reconstruction", right, 40, 18);
        for (int i = 0; i < Gallery.SAMPLES; i++) {
            digit(picture, gallery.samples()[i], MARGIN + i % COLUMNS * STEP, TITLE + i / COLUMNS * STEP);
        }
        for (int i = 0; i < Gallery.RECONSTRUCTIONS; i++) {
            int x = right + i % COLUMNS * STEP;
            int y = TITLE + i / COLUMNS * (2 * STEP + MARGIN);
            digit(picture, gallery.originals()[i], x, y);
            digit(picture, gallery.reconstructions()[i], x, y + STEP);
        }
        return picture;
    }

    /** The plane of two latents: what its points look like, and where held-out digits lie; if it was trained. */
    Optional<Picture> plane() {
        return trials.all().stream()
                .filter(trial -> trial.picture().map().length > 0)
                .findFirst()
                .map(this::plane);
    }

    private Picture plane(Trial<Gallery> trial) {
        int cell = Digits.SIDE * 4;
        int side = Gallery.MAP_SIDE * cell;
        int right = 2 * MARGIN + side;
        Picture picture = new Picture(right + side + MARGIN, TITLE + side + MARGIN);
        picture.title("The plane of the latents, " + trial.loss() + " (" + framework + ")", MARGIN, 40, 18);
        picture.title("Where the held-out digits lie in it", right, 40, 18);
        for (int i = 0; i < trial.picture().map().length; i++) {
            int x = MARGIN + i % Gallery.MAP_SIDE * cell;
            int y = TITLE + i / Gallery.MAP_SIDE * cell;
            picture.cells(trial.picture().map()[i], Digits.SIDE, x, y, 4, 4, Picture.INK);
        }
        double unit = (Gallery.MAP_SIDE - 1) * cell / (2 * Gallery.MAP_REACH);
        picture.frame(right, TITLE, side, side);
        for (int i = 0; i < trial.picture().labels().length; i++) {
            double[] at = trial.picture().positions()[i];
            int x = (int) Math.round(right + side / 2.0 + at[0] * unit);
            int y = (int) Math.round(TITLE + side / 2.0 - at[1] * unit);
            if (x > right + 8 && x < right + side - 8 && y > TITLE + 8 && y < TITLE + side - 8) {
                picture.digit(trial.picture().labels()[i], x, y, 13);
            }
        }
        return picture;
    }

    /** New digits under each weight of the divergence, with the same numbers of latents. */
    Picture sweep() {
        List<Trial<Gallery>> sweep = trials.all().stream()
                .filter(trial -> trial.seed() == first().seed())
                .filter(trial -> trial.picture().positions()[0].length > 2)
                .sorted(Comparator.comparingDouble(trial -> -trial.figure(VaeExample.DIVERGENCE)))
                .toList();
        int row = STEP + 44;
        Picture picture = new Picture(2 * MARGIN + SHOWN * STEP, TITLE + sweep.size() * row);
        picture.title("New digits by the weight of the divergence (" + framework + ")", MARGIN, 40, 18);
        for (int r = 0; r < sweep.size(); r++) {
            Trial<Gallery> trial = sweep.get(r);
            picture.text(
                    String.format(
                            Locale.ROOT,
                            "%s: reconstruction %.1f, divergence %.1f, ELBO %.1f nats on held-out digits",
                            trial.loss(),
                            trial.figure(VaeExample.RECONSTRUCTION),
                            trial.figure(VaeExample.DIVERGENCE),
                            trial.figure(VaeExample.ELBO)),
                    MARGIN,
                    TITLE + r * row + 14,
                    15);
            for (int i = 0; i < SHOWN; i++) {
                digit(picture, trial.picture().samples()[i], MARGIN + i * STEP, TITLE + r * row + 24);
            }
        }
        return picture;
    }

    private static void digit(Picture picture, double[] pixels, int x, int y) {
        picture.cells(pixels, Digits.SIDE, x, y, SCALE, SCALE, Picture.INK);
    }
}
