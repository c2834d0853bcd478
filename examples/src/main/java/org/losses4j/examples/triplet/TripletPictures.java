package org.losses4j.examples.triplet;

import java.awt.Color;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.losses4j.examples.data.Images;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Picture;

/** Draws what is found for characters that were never seen. */
final class TripletPictures {
    private static final int ROWS = 12;
    private static final int NEIGHBOURS = 10;
    private static final int RANKS = 20;
    private static final int CELL = 2;
    private static final int TILE = CELL * 20;
    private static final int PITCH = TILE + 6;
    private static final int GAP = 28;
    private static final int TOP = 96;
    private static final Color WRONG = new Color(0xD0D0D0);

    private final Framework framework;
    private final Trials<Found> trials;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Images images;

    /** Draws the first training of each loss beside the pixels of its seed. */
    TripletPictures(Framework framework, Trials<Found> trials, Found pixels, Images images) {
        this.framework = framework;
        this.trials = trials;
        this.images = images;
        found.put("pixels", pixels);
        for (String loss : List.of("softmax", "triplet")) {
            trials.of(loss).stream().findFirst().ifPresent(trial -> found.put(loss, trial.picture()));
        }
    }

    /** Some characters and their nearest neighbours: black is right, grey is another character. */
    Picture neighbours() {
        int block = NEIGHBOURS * PITCH + GAP;
        int left = GAP + PITCH + GAP;
        Picture picture = new Picture(left + found.size() * block, TOP + ROWS * PITCH + GAP)
                .title("Characters never seen in training, and the ten nearest images (" + framework + ")", GAP, 36, 20)
                .text("black: the same character; grey: another one", GAP, 60, 15);
        int[] queries = found.values().iterator().next().queries();
        int panel = 0;
        for (Map.Entry<String, Found> each : found.entrySet()) {
            int x = left + block * panel++;
            picture.title(each.getKey(), x, TOP - 10, 15);
            for (int row = 0; row < Math.min(ROWS, queries.length); row++) {
                int[] nearest = each.getValue().embedding().neighbours(queries[row], NEIGHBOURS);
                for (int i = 0; i < nearest.length; i++) {
                    boolean right = images.classes()[nearest[i]] == images.classes()[queries[row]];
                    tile(picture, nearest[i], x + i * PITCH, TOP + row * PITCH, right ? Picture.INK : WRONG);
                }
            }
        }
        for (int row = 0; row < Math.min(ROWS, queries.length); row++) {
            tile(picture, queries[row], GAP, TOP + row * PITCH, Picture.BLUE);
        }
        return picture;
    }

    private void tile(Picture picture, int image, int x, int y, Color colour) {
        float[] pixels = images.pixels()[image];
        double[] values =
                IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).toArray();
        picture.cells(values, images.width(), x, y, CELL, CELL, colour);
    }

    /** The share of the nearest images that is right, by how many of them are looked at. */
    Chart precision() {
        double[] ranks = IntStream.rangeClosed(1, RANKS).asDoubleStream().toArray();
        Chart chart = new Chart(
                        "Characters never seen in training (" + framework + ")",
                        "nearest images that are looked at",
                        "share that is the same character")
                .vertical(0, 1)
                .wholeNumbers();
        for (String loss : trials.losses()) {
            chart.line(
                    loss,
                    ranks,
                    Arrays.stream(ranks)
                            .map(rank -> trials.of(loss).stream()
                                    .mapToDouble(trial -> Embedding.precisionAt(
                                            (int) rank, trial.picture().rankings()))
                                    .average()
                                    .orElseThrow())
                            .toArray());
        }
        Found pixels = found.values().iterator().next();
        return chart.guide(
                "pixels",
                ranks,
                Arrays.stream(ranks)
                        .map(rank -> Embedding.precisionAt((int) rank, pixels.rankings()))
                        .toArray());
    }
}
