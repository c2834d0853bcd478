package org.losses4j.examples.focal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.metrics.Box;
import org.losses4j.examples.metrics.Detection;
import org.losses4j.examples.metrics.DetectionScores.Labelled;

/**
 * What a one-stage detector says in each cell of a grid over the scene: a logit for each class, whether an object of it has its
 * centre here, and that object's box. All numbers of a scene are in one row, channel by channel: {@code kinds} channels of
 * logits, then four of the box; the row of a target has a last channel, 1 where there is an object.
 *
 * @param kinds the number of classes
 */
record Grid(int kinds) {
    /** Rows, and columns, of the grid. */
    static final int CELLS = 32;

    /** Cells of the grid. */
    static final int AREA = CELLS * CELLS;

    /** Numbers of a box: x, y, ln w, ln h from a network, x1, y1, x2, y2 in a target; from the cell's centre, in units of {@value #UNIT} pixels. */
    static final int BOX = 4;

    private static final int STRIDE = ClutteredScenes.SIDE / CELLS;
    private static final int UNIT = 8;
    private static final int CANDIDATES = 60;
    private static final int MOST = 15;
    private static final double SAME = 0.4;

    /** The scenes with their targets. */
    Samples samples(ClutteredScenes scenes) {
        return new Samples(
                scenes.scenes(), scenes.objects().stream().map(this::target).toArray(float[][]::new));
    }

    private float[] target(List<Labelled> objects) {
        float[] target = new float[(kinds + BOX + 1) * AREA];
        for (Labelled object : objects) {
            Box box = object.box();
            int row = cell((box.top() + box.bottom()) / 2);
            int column = cell((box.left() + box.right()) / 2);
            int at = row * CELLS + column;
            target[object.kind() * AREA + at] = 1;
            double[] corners = {
                box.left() - centre(column),
                box.top() - centre(row),
                box.right() - centre(column),
                box.bottom() - centre(row)
            };
            for (int i = 0; i < BOX; i++) {
                target[(kinds + i) * AREA + at] = (float) (corners[i] / UNIT);
            }
            target[(kinds + BOX) * AREA + at] = 1;
        }
        return target;
    }

    private static int cell(double pixel) {
        return Math.min((int) (pixel / STRIDE), CELLS - 1);
    }

    private static double centre(int cell) {
        return cell * STRIDE + STRIDE / 2.0;
    }

    /** The likeliest objects of a scene; of boxes of one class that overlap by more than {@value #SAME} the likeliest. */
    List<Detection> detections(float[] output, int image) {
        List<Detection> kept = new ArrayList<>();
        IntStream.range(0, kinds * AREA)
                .boxed()
                .sorted(Comparator.comparingDouble(at -> -output[at]))
                .limit(CANDIDATES)
                .map(at -> new Detection(image, at / AREA, output[at], box(output, at % AREA)))
                .forEach(detection -> {
                    if (kept.size() < MOST
                            && kept.stream()
                                    .noneMatch(other -> other.kind() == detection.kind()
                                            && other.box().overlap(detection.box()) > SAME)) {
                        kept.add(detection);
                    }
                });
        return kept;
    }

    private Box box(float[] output, int cell) {
        double x = centre(cell % CELLS) + UNIT * output[kinds * AREA + cell];
        double y = centre(cell / CELLS) + UNIT * output[(kinds + 1) * AREA + cell];
        double width = UNIT * Math.exp(output[(kinds + 2) * AREA + cell]);
        double height = UNIT * Math.exp(output[(kinds + 3) * AREA + cell]);
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }
}
