package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void heldClassesAreNotInTraining(long seed) throws IOException {
        ImageSplit split = ImageSplit.of(Optional.empty(), seed);
        UnseenClasses data = UnseenClasses.of(Optional.empty(), seed);
        assertEquals(3, data.held().size());
        assertEquals(7, data.train().classCount());
        assertEquals(539, data.test().size());
        assertEquals(
                data.held(),
                Arrays.stream(data.unseen().classes())
                        .boxed()
                        .distinct()
                        .sorted()
                        .toList());
        Set<String> known = new HashSet<>();
        Arrays.stream(data.train().pixels()).forEach(image -> known.add(Arrays.toString(image)));
        int expected = 0;
        for (int i = 0; i < split.train().size(); i++) {
            boolean held = data.held().contains(split.train().classes()[i]);
            expected += held ? 0 : 1;
            assertEquals(!held, known.contains(Arrays.toString(split.train().pixels()[i])));
        }
        assertEquals(expected, data.train().size());
        assertArrayEquals(
                data.seen().classes(),
                Arrays.copyOf(data.test().classes(), data.seen().size()));
    }

    @Test
    void balancedBatchesHoldEquallyManyOfEachClass() throws IOException {
        Images train = UnseenClasses.of(Optional.empty(), 5).train();
        List<Samples> epoch = new BalancedBatches(train, 10, 5).epoch();
        assertEquals(train.size() / 70, epoch.size());
        for (Samples batch : epoch) {
            assertEquals(70, batch.size());
            int[] counts = new int[7];
            Arrays.stream(batch.targets()).forEach(target -> counts[(int) target[0]]++);
            assertArrayEquals(new int[] {10, 10, 10, 10, 10, 10, 10}, counts);
        }
        assertTrue(Arrays.deepEquals(
                epoch.get(3).images(),
                new BalancedBatches(train, 10, 5).epoch().get(3).images()));
    }
}
