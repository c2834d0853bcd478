package org.losses4j.examples.segmentation;

import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.data.DigitScenes;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Picture;

/** Draws scenes and their masks. */
final class SegmentationPictures {
    private static final int SCENES = 4;
    private static final int CELL = 5;
    private static final int TILE = CELL * DigitScenes.SIDE;
    private static final int GAP = 20;
    private static final int TOP = 84;

    private SegmentationPictures() {}

    /** Some test scenes of the first seed, their true masks, and the probabilities that each loss led to. */
    static Picture scenes(Framework framework, Trials<Masks> trials) {
        List<String> losses = trials.losses();
        Samples samples = trials.of(losses.get(0)).get(0).picture().scenes().samples();
        int rows = Math.min(SCENES, samples.size());
        Picture picture = new Picture(GAP + (2 + losses.size()) * (TILE + GAP), TOP + rows * (TILE + GAP))
                .title("Test scenes and masks (" + framework + ")", GAP, 34, 20)
                .text("scene", GAP, 70, 14)
                .text("truth", GAP + TILE + GAP, 70, 14);
        for (int row = 0; row < rows; row++) {
            tile(picture, values(samples.images()[row]), 0, row);
            tile(picture, values(samples.targets()[row]), 1, row);
        }
        for (int i = 0; i < losses.size(); i++) {
            picture.text(losses.get(i), GAP + (2 + i) * (TILE + GAP), 70, 14);
            float[][] logits = trials.of(losses.get(i)).get(0).picture().logits();
            for (int row = 0; row < rows; row++) {
                tile(picture, probabilities(logits[row]), 2 + i, row);
            }
        }
        return picture;
    }

    private static void tile(Picture picture, double[] values, int column, int row) {
        int left = GAP + column * (TILE + GAP);
        int top = TOP + row * (TILE + GAP);
        picture.cells(values, DigitScenes.SIDE, left, top, CELL, CELL, column == 0 ? Picture.INK : Picture.BLUE);
    }

    private static double[] values(float[] pixels) {
        return IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).toArray();
    }

    private static double[] probabilities(float[] logits) {
        return IntStream.range(0, logits.length)
                .mapToDouble(i -> 1 / (1 + Math.exp(-logits[i])))
                .toArray();
    }

    /** The share of small digits, of all seeds, whose mask agrees at least so well. */
    static Chart agreement(Framework framework, Trials<Masks> trials) {
        Chart chart = new Chart(
                        "Masks of small digits on the test data (" + framework + ")",
                        "IoU: intersection over union",
                        "share of the small digits with at least this IoU")
                .horizontal(0, 1)
                .vertical(0, 1)
                .legend(Styler.LegendPosition.InsideSW);
        double[] limits =
                IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100.0).toArray();
        for (String loss : trials.losses()) {
            List<Double> all = trials.of(loss).stream()
                    .flatMap(trial -> trial.picture().small().stream())
                    .toList();
            double[] shares = IntStream.range(0, limits.length)
                    .mapToDouble(
                            i -> all.stream().filter(iou -> iou >= limits[i]).count() / (double) all.size())
                    .toArray();
            Spread spread = trials.spread(loss, SegmentationExample.SMALL);
            chart.line(loss + ": mean IoU " + spread.text("%.3f"), limits, shares);
        }
        return chart.guide("found", new double[] {0.5, 0.5}, new double[] {0, 1});
    }
}
