package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitScenesTest {
    // A digit that fills its square, so that a mask is nothing but squares: 256 + 2 · 64 pixels.
    private static final Digits FULL = new Digits(new double[][] {full(1)}, new int[] {0});

    private static double[] full(double ink) {
        double[] pixels = new double[Digits.SIDE * Digits.SIDE];
        Arrays.fill(pixels, ink);
        return pixels;
    }

    @Test
    void masksAreTheDigits() {
        DigitScenes scenes = DigitScenes.of(FULL, 50, 2);
        assertEquals((256 + 128) / 1024.0, scenes.foreground(), 1e-9);
        for (int i = 0; i < 50; i++) {
            assertEquals(2, scenes.small().get(i).size());
            for (DigitScenes.Box box : scenes.small().get(i)) {
                assertEquals(8, box.side());
                int inside = 0;
                for (int y = box.top(); y < box.top() + 8; y++) {
                    for (int x = box.left(); x < box.left() + 8; x++) {
                        inside += (int) scenes.samples().targets()[i][y * DigitScenes.SIDE + x];
                    }
                }
                assertEquals(64, inside);
            }
        }
    }

    @Test
    void paleDigitsClutterAndNoiseAreBackground() {
        DigitScenes scenes = DigitScenes.of(new Digits(new double[][] {full(0.3)}, new int[] {0}), 20, 3);
        assertEquals(0, scenes.foreground());
        int bright = 0;
        double sum = 0;
        for (float[] scene : scenes.samples().images()) {
            for (float pixel : scene) {
                bright += pixel > 0.9 ? 1 : 0;
                sum += pixel / (20.0 * 1024);
            }
        }
        assertTrue(bright > 20 * 6, "strokes");
        assertTrue(sum > 0.1 && sum < 0.2, "mean " + sum);
    }

    @Test
    void dependsOnNothingButTheSeed() {
        List<List<DigitScenes.Box>> boxes = DigitScenes.of(FULL, 9, 4).small();
        assertEquals(boxes, DigitScenes.of(FULL, 9, 4).small());
        assertTrue(!boxes.equals(DigitScenes.of(FULL, 9, 5).small()));
    }
}
