package org.losses4j.examples.triplet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.data.Characters;
import org.losses4j.examples.data.ClassBatches;
import org.losses4j.examples.data.Images;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.data.UnseenClasses;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.network.ImageNetwork;

class TripletNetworksTest {
    private static final int CLASSES = 60;
    private static final int STEPS = 20;

    /** Images of a random pattern for each class, of which two thirds are drawn anew for each image. */
    private static Images patterns() {
        Random random = new Random(5);
        int pixels = Characters.SIDE * Characters.SIDE;
        float[][] images = new float[10 * CLASSES][pixels];
        int[] classes = new int[images.length];
        for (int i = 0; i < images.length; i++) {
            classes[i] = i / 10;
            for (int pixel = 0; pixel < pixels; pixel++) {
                boolean kept = i % 10 > 0 && pixel < pixels / 3;
                images[i][pixel] = kept ? images[i - 1][pixel] : random.nextFloat();
            }
        }
        return new Images(Characters.SIDE, Characters.SIDE, images, classes);
    }

    /** With the targets moved on by one, so that there is something to learn. */
    private static Samples mistaken(Samples batch) {
        float[][] targets = batch.targets().clone();
        Collections.rotate(Arrays.asList(targets), 1);
        return new Samples(batch.images(), targets);
    }

    @ParameterizedTest
    @EnumSource
    void learnsToTellClassesThatItNeverSaw(Framework framework, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        UnseenClasses data = UnseenClasses.of(patterns(), 5, 3);
        int classes = data.train().classCount();
        Images unseen = data.unseen();
        for (Recipe recipe : Recipe.ALL) {
            ClassBatches batches = new ClassBatches(data.train(), 32, 4, 3);
            try (ImageNetwork network = TripletExample.network(framework, recipe, classes, STEPS, 3)) {
                Samples probe = batches.next(1).get(0);
                double before = network.train(probe);
                batches.next(STEPS).forEach(network::train);
                double after = network.train(probe);
                assertTrue(after < before / 1.5, recipe.title() + ": " + before + " → " + after);
                float[][] outputs = network.outputs(unseen.pixels());
                assertEquals(recipe.dimensions(), outputs[0].length);
                Found found = Found.by(outputs, unseen.classes(), 50, 1);
                // By chance it is 9 of 149.
                assertTrue(found.figures().get("recall_at_1") > 0.3, recipe.title() + found.figures());
                network.save(folder);
                try (ImageNetwork restored = TripletExample.restore(framework, recipe, classes, STEPS, folder)) {
                    assertTrue(Arrays.deepEquals(outputs, restored.outputs(unseen.pixels())));
                    restored.train(mistaken(probe));
                    assertFalse(Arrays.deepEquals(outputs, restored.outputs(unseen.pixels())), "it learns on");
                }
            }
        }
    }

    @Test
    void batchesAreOfTheRecipesSize() {
        UnseenClasses data = UnseenClasses.of(patterns(), 5, 3);
        for (Recipe recipe : Recipe.ALL) {
            Samples batch = new ClassBatches(data.train(), 16, recipe.ofEachClass(), 3)
                    .next(1)
                    .get(0);
            assertEquals(16 * recipe.ofEachClass(), batch.size());
        }
    }

    /** By hand: of three rankings of four, right at 1 and 3; at 2; nowhere. */
    @Test
    void precisionIsAveragedOverWhatIsRight() {
        boolean[][] rankings = {{true, false, true, false}, {false, true, false, false}, new boolean[4]};
        assertEquals(((1 + 2 / 3.0) / 2 + 1 / 2.0 + 0) / 3, Embedding.meanAveragePrecision(rankings), 1e-12);
        assertEquals(1 / 3.0, Embedding.precisionAt(1, rankings), 1e-12);
        assertEquals(2 / 6.0, Embedding.precisionAt(2, rankings), 1e-12);
    }

    @Test
    void theNearestAreThoseInTheSameDirection() {
        Embedding embedding =
                Embedding.ofDirections(new float[][] {{1, 0}, {100, 1}, {0, 1}, {-5, 9}}, new int[] {7, 7, 8, 9});
        assertArrayEquals(new boolean[] {true, false, false}, embedding.ranking(0));
        assertEquals(
                List.of(1, 3), List.of(embedding.neighbours(0, 1)[0], embedding.neighbours(2, 1)[0]));
        assertEquals(4, Arrays.stream(embedding.queries(9, 1)).distinct().count());
    }
}
