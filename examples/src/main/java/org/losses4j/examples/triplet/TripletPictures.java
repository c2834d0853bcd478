package org.losses4j.examples.triplet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.losses4j.examples.data.Images;
import org.losses4j.examples.data.UnseenClasses;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.PrincipalPlane;
import org.losses4j.examples.report.Picture;

/** Draws the test images of the first seed in both embeddings. */
final class TripletPictures {
    private static final int PANEL = 640;
    private static final int GAP = 24;
    private static final int TOP = 84;
    private static final int SEEN_SIZE = 11;
    private static final int UNSEEN_SIZE = 17;
    private static final int NEIGHBOURS = 5;
    private static final int QUERIES = 9;
    private static final int TILE = 64;
    private static final int PITCH = 92;

    private TripletPictures() {}

    /** Each test image as its class, on the plane on which the embedding varies most. */
    static Picture embeddings(Framework framework, Trials<Embedding> trials, UnseenClasses data) {
        List<Trial<Embedding>> first = first(trials);
        Picture picture = new Picture(GAP + first.size() * (PANEL + GAP), TOP + PANEL + GAP)
                .title("Two principal components of the embeddings (" + framework + ")", GAP, 34, 20)
                .text("small: test images of seen classes; large: of " + data.held() + ", never seen", GAP, 58, 15);
        for (int i = 0; i < first.size(); i++) {
            panel(picture, first.get(i), data, GAP + i * (PANEL + GAP));
        }
        return picture;
    }

    private static void panel(Picture picture, Trial<Embedding> trial, UnseenClasses data, int left) {
        picture.frame(left, TOP, PANEL, PANEL)
                .title(
                        String.format(
                                Locale.ROOT,
                                "%s: recall@1 of unseen classes %.1f %%",
                                trial.loss(),
                                100 * trial.figure(TripletExample.UNSEEN)),
                        left + 8,
                        TOP + 22,
                        15);
        double[][] plane = PrincipalPlane.of(trial.picture().points());
        int[] x = spread(Arrays.stream(plane).mapToDouble(point -> point[0]).toArray(), left);
        int[] y = spread(Arrays.stream(plane).mapToDouble(point -> point[1]).toArray(), TOP);
        for (int i = 0; i < plane.length; i++) {
            int size = i < data.seen().size() ? SEEN_SIZE : UNSEEN_SIZE;
            picture.digit(trial.picture().classes()[i], x[i], y[i], size);
        }
    }

    /** Coordinates as pixels of a panel, from margin to margin. */
    private static int[] spread(double[] values, int start) {
        double least = Arrays.stream(values).min().orElseThrow();
        double range = Math.max(1e-12, Arrays.stream(values).max().orElseThrow() - least);
        int margin = 2 * GAP;
        return Arrays.stream(values)
                .mapToInt(value -> start + margin + (int) ((value - least) / range * (PANEL - 2 * margin)))
                .toArray();
    }

    /** Some images of unseen classes, and what is nearest to them. */
    static Picture neighbours(Framework framework, Trials<Embedding> trials, UnseenClasses data) {
        List<Trial<Embedding>> first = first(trials);
        int block = (1 + NEIGHBOURS) * PITCH + 2 * GAP;
        Picture picture = new Picture(GAP + first.size() * block, TOP + QUERIES * (TILE + 14) + GAP)
                .title("Nearest neighbours of images of unseen classes (" + framework + ")", GAP, 34, 20);
        List<Integer> queries = queries(data);
        for (int i = 0; i < first.size(); i++) {
            int left = GAP + i * block;
            picture.text(first.get(i).loss() + ": image, and its neighbours from the nearest on", left, 66, 15);
            for (int row = 0; row < queries.size(); row++) {
                row(picture, first.get(i).picture(), data.test(), queries.get(row), left, TOP + row * (TILE + 14));
            }
        }
        return picture;
    }

    private static void row(Picture picture, Embedding embedding, Images test, int query, int left, int top) {
        tile(picture, test, query, left, top);
        int[] nearest = embedding.neighbours(query, NEIGHBOURS);
        for (int i = 0; i < nearest.length; i++) {
            tile(picture, test, nearest[i], left + GAP + (i + 1) * PITCH, top);
        }
    }

    private static void tile(Picture picture, Images images, int image, int left, int top) {
        float[] pixels = images.pixels()[image];
        int cell = Math.max(1, TILE / images.width());
        double[] values =
                IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).toArray();
        picture.cells(values, images.width(), left, top, cell, cell, Picture.INK)
                .digit(images.classes()[image], left + TILE + 11, top + TILE / 2, 16);
    }

    /** Equally many of each unseen class, the first there are. */
    private static List<Integer> queries(UnseenClasses data) {
        List<Integer> queries = new ArrayList<>();
        for (int held : data.held()) {
            data.unseen().positions(held).stream()
                    .limit(QUERIES / data.held().size())
                    .forEach(position -> queries.add(data.seen().size() + position));
        }
        return queries;
    }

    private static List<Trial<Embedding>> first(Trials<Embedding> trials) {
        return trials.losses().stream().map(loss -> trials.of(loss).get(0)).toList();
    }
}
