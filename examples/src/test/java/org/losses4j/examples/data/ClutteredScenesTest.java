package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.examples.metrics.Box;
import org.losses4j.examples.metrics.DetectionScores.Labelled;

class ClutteredScenesTest {

    @Test
    void dependOnNothingButImagesAndSeed() throws IOException {
        Images digits = Images.of(Digits.bundled());
        ClutteredScenes scenes = ClutteredScenes.of(digits, 5, 3);
        ClutteredScenes again = ClutteredScenes.of(digits, 5, 3);
        assertTrue(Arrays.deepEquals(scenes.scenes(), again.scenes()));
        assertEquals(scenes.objects(), again.objects());
        assertNotEquals(scenes.objects(), ClutteredScenes.of(digits, 5, 4).objects());
    }

    @Test
    void haveSmallObjectsApartFromOneAnother() throws IOException {
        ClutteredScenes scenes = ClutteredScenes.of(Images.of(Digits.bundled()), 300, 1);
        int[] byNumber = new int[3];
        for (List<Labelled> objects : scenes.objects()) {
            byNumber[objects.size()]++;
            for (Labelled object : objects) {
                Box box = object.box();
                assertTrue(box.left() >= 0 && box.top() >= 0, box::toString);
                assertTrue(box.right() <= ClutteredScenes.SIDE && box.bottom() <= ClutteredScenes.SIDE, box::toString);
                assertTrue(box.right() - box.left() <= 16 && box.bottom() - box.top() <= 16, box::toString);
            }
            if (objects.size() == 2) {
                assertTrue(objects.get(0).box().overlap(objects.get(1).box()) < 0.4, objects::toString);
            }
        }
        assertTrue(Arrays.stream(byNumber).allMatch(number -> number > 50), Arrays.toString(byNumber));
        assertEquals(byNumber[1] + 2 * byNumber[2], scenes.count());
    }

    /** White squares at twice their size and more: what a box bounds is white, and the row above it is clutter at most. */
    @Test
    void boxesBoundTheBrightPixels() {
        float[] pixels = new float[64];
        for (int row = 2; row < 6; row++) {
            Arrays.fill(pixels, row * 8 + 1, row * 8 + 7, 1);
        }
        ClutteredScenes scenes = ClutteredScenes.of(new Images(8, 8, new float[][] {pixels}, new int[] {4}), 100, 2);
        for (int i = 0; i < 100; i++) {
            for (Labelled object : scenes.objects().get(i)) {
                assertEquals(4, object.kind());
                Box box = object.box();
                double ratio = (box.right() - box.left()) / (box.bottom() - box.top());
                assertTrue(ratio > 1 && ratio < 2, "about six to four, got " + box);
                int middle = (int) ((box.top() + box.bottom()) / 2) * ClutteredScenes.SIDE
                        + (int) ((box.left() + box.right()) / 2);
                assertEquals(1, scenes.scenes()[i][middle], 0.3, "noise has a deviation of 0.05");
            }
        }
    }

    @Test
    void imagesOfTheirOwnSizeStayAsTheyAre() {
        Images dots = new Images(10, 10, new float[][] {new float[100]}, new int[] {0});
        Arrays.fill(dots.pixels()[0], 55, 56, 1);
        ClutteredScenes scenes = ClutteredScenes.of(dots, 400, 5);
        long single = scenes.objects().stream()
                .flatMap(List::stream)
                .filter(object -> object.box().right() - object.box().left() == 1)
                .count();
        assertTrue(single > 0, "at ten pixels the dot is one pixel");
        assertArrayEquals(new int[] {0}, dots.classes());
    }
}
