package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DigitPairsTest {
    // Classes are blocks of the brightness 0.2, 0.3 and 0.4, so that an image can be read off its pixels.
    private static final Images BLOCKS =
            new Images(4, 4, new float[][] {block(0.2f), block(0.3f), block(0.4f)}, new int[] {0, 1, 2});

    private static float[] block(float brightness) {
        float[] pixels = new float[16];
        Arrays.fill(pixels, brightness);
        return pixels;
    }

    @Test
    void labelsSayWhatIsInTheImage() {
        DigitPairs pairs = DigitPairs.of(new ImageSplit(BLOCKS, BLOCKS), 3);
        assertEquals(5, pairs.height());
        assertEquals(9, pairs.width());
        for (int i = 0; i < pairs.train().size(); i++) {
            float[] image = pairs.train().images()[i];
            assertEquals(45, image.length);
            for (int label = 0; label < 3; label++) {
                float brightness = 0.2f + 0.1f * label;
                boolean shown = false;
                for (float pixel : image) {
                    shown |= Math.abs(pixel - brightness) < 1e-6;
                }
                assertEquals(shown ? 1 : 0, pairs.train().targets()[i][label]);
            }
        }
    }

    // One of two draws: 1 − (1 − p)², with p = 6/11, 3/11 and 2/11.
    @Test
    void laterClassesAreRarer() {
        double[] frequencies = DigitPairs.of(new ImageSplit(BLOCKS, BLOCKS), 4).frequencies();
        double[] expected = {1 - 25 / 121.0, 1 - 64 / 121.0, 1 - 81 / 121.0};
        assertArrayEquals(expected, frequencies, 0.05);
    }

    @Test
    void dependsOnNothingButTheSeed() {
        ImageSplit split = new ImageSplit(BLOCKS, BLOCKS);
        assertTrue(Arrays.deepEquals(
                DigitPairs.of(split, 5).test().images(),
                DigitPairs.of(split, 5).test().images()));
        assertTrue(!Arrays.deepEquals(
                DigitPairs.of(split, 5).test().images(),
                DigitPairs.of(split, 6).test().images()));
    }
}
