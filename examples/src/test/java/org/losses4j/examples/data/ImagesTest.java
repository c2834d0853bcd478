package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

    // The data set's own description: 178 zeros, and 1,797 images in all.
    @Test
    void bundledDigitsAreFromDarkToBright() throws IOException {
        Images digits = Images.of(Digits.bundled());
        assertEquals(1797, digits.size());
        assertEquals(10, digits.classCount());
        assertEquals(178, digits.positions(0).size());
        assertEquals(64, digits.pixels()[0].length);
        for (float[] image : digits.pixels()) {
            for (float pixel : image) {
                assertTrue(pixel >= 0 && pixel <= 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 8, -3})
    void partsShareNoImage(long seed) throws IOException {
        ImageSplit split = ImageSplit.of(Optional.empty(), seed);
        assertEquals(1258, split.train().size());
        assertEquals(539, split.test().size());
        Set<String> seen = new HashSet<>();
        Arrays.stream(split.train().pixels()).forEach(image -> seen.add(Arrays.toString(image)));
        Arrays.stream(split.test().pixels()).forEach(image -> assertFalse(seen.contains(Arrays.toString(image))));
        ImageSplit again = ImageSplit.of(Optional.empty(), seed);
        assertTrue(Arrays.deepEquals(split.train().pixels(), again.train().pixels()));
        ImageSplit other = ImageSplit.of(Optional.empty(), seed + 1);
        assertNotEquals(
                Arrays.toString(split.test().classes()),
                Arrays.toString(other.test().classes()));
    }

    /** Twelve classes of four images, whose first pixel is the class and whose second one the image. */
    private static Images numbered() {
        float[][] pixels = new float[48][];
        int[] classes = new int[48];
        for (int i = 0; i < 48; i++) {
            classes[i] = 100 + i / 4;
            pixels[i] = new float[] {classes[i], i};
        }
        return new Images(1, 2, pixels, classes);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void heldClassesAreNotInTraining(long seed) {
        UnseenClasses data = UnseenClasses.of(numbered(), 2, seed);
        assertEquals(12, data.unseen().size());
        assertEquals(3, Arrays.stream(data.unseen().classes()).distinct().count());
        assertEquals(9, data.train().classCount());
        assertEquals(18, data.train().size());
        Set<Float> held = new HashSet<>();
        Arrays.stream(data.unseen().pixels()).forEach(image -> held.add(image[0]));
        Set<Float> images = new HashSet<>();
        for (int i = 0; i < 18; i++) {
            assertFalse(held.contains(data.train().pixels()[i][0]));
            assertTrue(images.add(data.train().pixels()[i][1]), "no image twice");
        }
        for (int each = 0; each < 9; each++) {
            List<Integer> positions = data.train().positions(each);
            assertEquals(2, positions.size());
            assertEquals(
                    data.train().pixels()[positions.get(0)][0], data.train().pixels()[positions.get(1)][0]);
        }
        assertTrue(Arrays.deepEquals(
                data.train().pixels(),
                UnseenClasses.of(numbered(), 2, seed).train().pixels()));
    }

    @Test
    void batchesHoldEquallyManyImagesOfSomeClasses() {
        Images train = UnseenClasses.of(numbered(), 3, 5).train();
        List<Samples> batches = new ClassBatches(train, 4, 5, 5).next(7);
        assertEquals(7, batches.size());
        for (Samples batch : batches) {
            assertEquals(20, batch.size());
            int[] counts = new int[9];
            Arrays.stream(batch.targets()).forEach(target -> counts[(int) target[0]]++);
            assertEquals(4, Arrays.stream(counts).filter(count -> count == 5).count());
        }
        assertTrue(Arrays.deepEquals(
                batches.get(3).images(),
                new ClassBatches(train, 4, 5, 5).next(7).get(3).images()));
    }
}
