package org.losses4j.examples.focal;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.Box;
import org.losses4j.examples.metrics.DetectionScores;
import org.losses4j.examples.metrics.DetectionScores.Judged;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;
import org.losses4j.examples.report.Picture;

/** Draws what is found in the test scenes. */
final class FocalPictures {
    private static final int SCENES = 5;
    private static final int CELL = 3;
    private static final int TILE = CELL * ClutteredScenes.SIDE;
    private static final int GAP = 20;
    private static final int TOP = 116;
    private static final Color RIGHT = new Color(0x009E73);
    private static final Color WRONG = new Color(0xD55E00);
    private static final Color MISSED = Picture.BLUE;

    private FocalPictures() {}

    /** The first test scenes with two objects, and for each loss its surest detections, as many as there are objects in all scenes. */
    static Picture detections(Framework framework, Trials<DetectionScores> trials, ClutteredScenes test) {
        int[] shown = IntStream.range(0, test.scenes().length)
                .filter(scene -> test.objects().get(scene).size() == 2)
                .limit(SCENES)
                .toArray();
        List<String> losses = trials.losses();
        Picture picture = new Picture(GAP + shown.length * (TILE + GAP), TOP + losses.size() * (TILE + 2 * GAP))
                .title("What is found in test scenes (" + framework + ")", GAP, 36, 20)
                .text("each loss's surest detections, as many as there are objects in all test scenes", GAP, 60, 15)
                .text("right", GAP, 84, 15, RIGHT)
                .text("wrong", GAP + 50, 84, 15, WRONG)
                .text("missed", GAP + 110, 84, 15, MISSED);
        for (int row = 0; row < losses.size(); row++) {
            int top = TOP + row * (TILE + 2 * GAP);
            picture.title(losses.get(row), GAP, top - 6, 15);
            List<Judged> surest = trials.of(losses.get(row)).get(0).picture().surest();
            for (int column = 0; column < shown.length; column++) {
                int left = GAP + column * (TILE + GAP);
                int scene = shown[column];
                picture.cells(pixels(test.scenes()[scene]), ClutteredScenes.SIDE, left, top, CELL, CELL, Picture.INK);
                List<Judged> here = surest.stream()
                        .filter(judged -> judged.detection().image() == scene)
                        .toList();
                test.objects().get(scene).stream()
                        .filter(object -> here.stream()
                                .noneMatch(judged -> judged.object().equals(Optional.of(object))))
                        .forEach(object -> box(picture, object.box(), left, top, MISSED));
                here.forEach(
                        judged -> box(picture, judged.detection().box(), left, top, judged.right() ? RIGHT : WRONG));
            }
        }
        return picture;
    }

    private static double[] pixels(float[] scene) {
        return IntStream.range(0, scene.length).mapToDouble(i -> scene[i]).toArray();
    }

    private static void box(Picture picture, Box box, int x, int y, Color colour) {
        int left = edge(box.left());
        int top = edge(box.top());
        picture.box(x + left, y + top, edge(box.right()) - left, edge(box.bottom()) - top, colour);
    }

    private static int edge(double pixel) {
        return (int) Math.round(CELL * Math.min(ClutteredScenes.SIDE, Math.max(0, pixel)));
    }

    /** The precision of so many of the surest detections over their recall, of all seeds and classes together. */
    static Chart precisionRecall(Framework framework, Trials<DetectionScores> trials) {
        Chart chart = new Chart(
                        "Detections in the test scenes (" + framework + ")",
                        "recall: the share of the objects found",
                        "precision: the share of the detections that is right")
                .horizontal(0, 1)
                .vertical(0, 1)
                .legend(Styler.LegendPosition.InsideSW);
        for (String loss : trials.losses()) {
            List<Double> recalls = new ArrayList<>();
            List<Double> precisions = new ArrayList<>();
            for (int share = 1; share <= 300; share++) {
                double found = 0;
                double looked = 0;
                double objects = 0;
                for (var trial : trials.of(loss)) {
                    DetectionScores scores = trial.picture();
                    int all = IntStream.of(scores.objects()).sum();
                    int first = Math.min(scores.ranked().size(), share * all / 100);
                    found += scores.ranked().subList(0, first).stream()
                            .filter(Judged::right)
                            .count();
                    looked += first;
                    objects += all;
                }
                recalls.add(found / objects);
                precisions.add(found / Math.max(1, looked));
            }
            Spread spread = trials.spread(loss, FocalExample.AVERAGE_PRECISION);
            chart.line(loss + ": average precision " + spread.text("%.3f"), array(recalls), array(precisions));
        }
        return chart;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
