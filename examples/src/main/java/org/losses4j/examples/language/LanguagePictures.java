package org.losses4j.examples.language;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Picture;

/** Draws how well models predict a held-out text, and which of its tokens surprise them. */
final class LanguagePictures {
    private static final int WIDTH = 1120;
    private static final int MARGIN = 30;
    private static final int TOP = 96;
    private static final int LINE = 36;
    private static final int BOX = 25;
    private static final int SIZE = 17;
    private static final int LINES = 14;
    private static final double MOST_BITS = 16;

    private final Framework framework;
    private final Trials<Reading> trials;

    LanguagePictures(Framework framework, Trials<Reading> trials) {
        this.framework = framework;
        this.trials = trials;
    }

    /** Bits per character after each epoch; the first way is a line, the others are points on it. */
    Chart bits(double unigram) {
        long seed = trials.all().get(0).seed();
        int longest = trials.all().stream()
                .mapToInt(trial -> trial.picture().bitsPerCharacter().size())
                .max()
                .orElseThrow();
        Chart chart = new Chart("Held-out text, seed " + seed + " (" + framework + ")", "epoch", "bits per character")
                .horizontal(0, longest + 0.5)
                .legend(Styler.LegendPosition.InsideNE);
        for (Trial<Reading> trial : trials.all()) {
            if (trial.seed() == seed) {
                List<Double> bits = trial.picture().bitsPerCharacter();
                double[] epochs =
                        IntStream.rangeClosed(1, bits.size()).asDoubleStream().toArray();
                double[] values = bits.stream().mapToDouble(Double::doubleValue).toArray();
                String name = "last layer " + trial.loss();
                if (trial == trials.all().get(0)) {
                    chart.line(name, epochs, values);
                } else {
                    chart.points(name, epochs, values);
                }
            }
        }
        return chart.guide("by frequency alone", new double[] {0, longest + 0.5}, new double[] {unigram, unigram});
    }

    /** The beginning of the held-out text; the bluer a token, the more bits the first model needs for it. */
    Picture text() {
        Picture picture = new Picture(WIDTH, TOP + LINES * LINE + MARGIN);
        picture.title("The beginning of the held-out text (" + framework + ")", MARGIN, 40, 18);
        picture.text(
                String.format(
                        Locale.ROOT,
                        "The bluer, the more bits a token takes: white 0, darkest %.0f and more.",
                        MOST_BITS),
                MARGIN,
                68,
                15);
        int x = MARGIN;
        int line = 0;
        for (Prediction prediction : trials.all().get(0).picture().predictions()) {
            boolean lineEnd = prediction.text().equals("\n");
            String shown = lineEnd ? " ¶ " : prediction.text();
            int width = Math.max(6, picture.width(shown, SIZE) + 2);
            if (x + width > WIDTH - MARGIN) {
                line++;
                x = MARGIN;
            }
            if (line == LINES) {
                break;
            }
            int y = TOP + line * LINE;
            double[] share = {0.55 * prediction.bits() / MOST_BITS};
            picture.cells(share, 1, x, y, width, BOX, Picture.BLUE).text(shown, x + 1, y + BOX - 7, SIZE);
            x += width + 1;
            if (lineEnd) {
                line++;
                x = MARGIN;
            }
            if (line == LINES) {
                break;
            }
        }
        return picture;
    }
}
