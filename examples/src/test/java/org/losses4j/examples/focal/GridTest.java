package org.losses4j.examples.focal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.Images;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.metrics.Box;
import org.losses4j.examples.metrics.Detection;
import org.losses4j.examples.metrics.DetectionScores.Labelled;

class GridTest {
    private static final Grid GRID = new Grid(10);

    @Test
    void whatSaysTheTargetsFindsEveryObjectAndNothingElse() throws IOException {
        ClutteredScenes scenes = ClutteredScenes.of(Images.of(Digits.bundled()), 40, 1);
        Samples samples = GRID.samples(scenes);
        float[][] outputs =
                Arrays.stream(samples.targets()).map(GridTest::saying).toArray(float[][]::new);
        Map<String, Double> figures = FocalExample.judge(outputs, scenes, GRID).figures();
        assertEquals(1, figures.get("average_precision"));
        assertEquals(1, figures.get("precision_of_surest"));
    }

    /** The network's output that says what a target does: corners become centres and logarithms of sizes. */
    private static float[] saying(float[] target) {
        float[] output = Arrays.copyOf(target, 14 * Grid.AREA);
        for (int cell = 0; cell < Grid.AREA; cell++) {
            if (target[14 * Grid.AREA + cell] == 1) {
                float left = target[10 * Grid.AREA + cell];
                float top = target[11 * Grid.AREA + cell];
                float right = target[12 * Grid.AREA + cell];
                float bottom = target[13 * Grid.AREA + cell];
                output[10 * Grid.AREA + cell] = (left + right) / 2;
                output[11 * Grid.AREA + cell] = (top + bottom) / 2;
                output[12 * Grid.AREA + cell] = (float) Math.log(right - left);
                output[13 * Grid.AREA + cell] = (float) Math.log(bottom - top);
            }
        }
        return output;
    }

    @Test
    void oneCellHasOneObject() {
        ClutteredScenes scene =
                new ClutteredScenes(new float[1][64 * 64], List.of(List.of(new Labelled(3, new Box(10, 20, 20, 32)))));
        float[] target = GRID.samples(scene).targets()[0];
        int cell = 13 * Grid.CELLS + 7; // the centre is at x = 15, y = 26; the cell's own is at 15, 27
        assertEquals(1, target[3 * Grid.AREA + cell]);
        assertEquals(1, target[14 * Grid.AREA + cell]);
        assertEquals(-5 / 8f, target[10 * Grid.AREA + cell]);
        assertEquals(-7 / 8f, target[11 * Grid.AREA + cell]);
        assertEquals(5 / 8f, target[12 * Grid.AREA + cell]);
        assertEquals(5 / 8f, target[13 * Grid.AREA + cell]);
        double all = 0;
        for (float value : target) {
            all += value;
        }
        assertEquals(2 - 2 / 8.0, all, 1e-6, "nothing elsewhere");
    }

    @Test
    void ofBoxesThatOverlapTheSurestIsKept() {
        float[] output = new float[14 * Grid.AREA];
        Arrays.fill(output, 0, 10 * Grid.AREA, -5);
        int cell = 8 * Grid.CELLS + 8;
        output[2 * Grid.AREA + cell] = 3;
        output[2 * Grid.AREA + cell + 1] = 4; // two pixels to the right
        output[5 * Grid.AREA + cell] = 2; // another class
        List<Detection> detections = GRID.detections(output, 6).stream()
                .filter(detection -> detection.score() > 0)
                .toList();
        assertEquals(
                List.of(
                        new Detection(6, 2, 4, new Box(15, 13, 23, 21)),
                        new Detection(6, 5, 2, new Box(13, 13, 21, 21))),
                detections);
    }
}
