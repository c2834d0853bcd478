package org.losses4j.examples.ctc;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.losses4j.examples.data.Strip;
import org.losses4j.examples.data.Strips;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.report.Picture;

/** Draws strips with the class probabilities that the network gives each of their frames. */
final class CtcPictures {
    private static final int LEFT = 70;
    private static final int PIXEL = 12;
    private static final int ROW = 14;
    private static final int TOP = 60;
    private static final int PANEL = 40 + Strips.HEIGHT * PIXEL + StripReader.CLASSES * ROW + 20;

    private CtcPictures() {}

    /** A short, a middle and a long strip of those read right, and one that was not, as far as there are. */
    static Picture readings(Framework framework, List<Reading> readings) {
        List<Reading> shown = Stream.of(
                        first(
                                readings,
                                reading -> reading.right() && reading.strip().digits().length == 3),
                        first(
                                readings,
                                reading -> reading.right() && reading.strip().digits().length == 5),
                        first(
                                readings,
                                reading -> reading.right() && reading.strip().digits().length == 7),
                        misread(readings))
                .flatMap(Optional::stream)
                .toList();
        Picture picture = new Picture(LEFT + Strips.WIDTH * PIXEL + 30, TOP + shown.size() * PANEL);
        picture.title(
                "Held-out strips, the probability of each class in each frame, what is read (" + framework + ")",
                20,
                34,
                18);
        for (int i = 0; i < shown.size(); i++) {
            draw(picture, shown.get(i), TOP + i * PANEL);
        }
        return picture;
    }

    private static Optional<Reading> first(List<Reading> readings, Predicate<Reading> wanted) {
        return readings.stream().filter(wanted).findFirst();
    }

    /** One that the two decoders read differently, if there is such a one. */
    private static Optional<Reading> misread(List<Reading> readings) {
        return first(readings, reading -> !reading.greedy().equals(reading.beam()))
                .or(() -> first(readings, reading -> !reading.right()));
    }

    private static void draw(Picture picture, Reading reading, int top) {
        picture.cells(pixels(reading.strip()), Strips.WIDTH, LEFT, top, PIXEL, PIXEL, Picture.INK);
        int map = top + Strips.HEIGHT * PIXEL + 10;
        int frames = reading.probabilities().length / StripReader.CLASSES;
        int frame = Strips.WIDTH * PIXEL / frames;
        picture.cells(byClass(reading.probabilities(), frames), frames, LEFT, map, frame, ROW, Picture.BLUE);
        for (int c = 0; c < StripReader.CLASSES; c++) {
            picture.textTo(c == 0 ? "blank" : String.valueOf(c - 1), LEFT - 8, map + (c + 1) * ROW - 2, 12);
        }
        picture.text(
                "truth " + Reading.text(reading.truth()) + "      greedy " + Reading.text(reading.greedy())
                        + "      beam " + Reading.text(reading.beam())
                        + (reading.right() ? "" : "      (greedy is wrong)"),
                LEFT,
                map + StripReader.CLASSES * ROW + 26,
                17);
    }

    private static double[] pixels(Strip strip) {
        double[] pixels = new double[strip.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = strip.pixels()[i];
        }
        return pixels;
    }

    private static double[] byClass(double[] probabilities, int frames) {
        double[] turned = new double[probabilities.length];
        for (int t = 0; t < frames; t++) {
            for (int c = 0; c < StripReader.CLASSES; c++) {
                turned[c * frames + t] = probabilities[t * StripReader.CLASSES + c];
            }
        }
        return turned;
    }
}
