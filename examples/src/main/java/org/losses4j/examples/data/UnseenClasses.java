package org.losses4j.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Images of which three classes are held back from training. The remaining classes are numbered anew in training, from 0 on
 * without a gap.
 *
 * @param train training images of the remaining classes
 * @param seen test images of the remaining classes
 * @param unseen test images of the classes that were held back
 * @param held the classes that were held back
 */
public record UnseenClasses(Images train, Images seen, Images unseen, List<Integer> held) {
    private static final int HELD = 3;
    private static final int LEAST_SEEN = 2;

    /**
     * A split that depends on nothing but the seed and the data.
     *
     * @param folder as in {@link ImageSplit#of}
     * @throws IOException if the images cannot be read, or are of too few classes
     */
    public static UnseenClasses of(Optional<Path> folder, long seed) throws IOException {
        ImageSplit split = ImageSplit.of(folder, seed);
        split.requireTrainable(folder, HELD + LEAST_SEEN);
        List<Integer> classes = new ArrayList<>(split.train().present());
        Collections.shuffle(classes, new Random(seed));
        List<Integer> held = classes.subList(0, HELD).stream().sorted().toList();
        List<Integer> kept =
                classes.subList(HELD, classes.size()).stream().sorted().toList();
        return new UnseenClasses(
                split.train().only(kept).numbered(kept),
                split.test().only(kept),
                split.test().only(held),
                held);
    }

    /** All test images: those of seen classes, then the others. */
    public Images test() {
        return seen.and(unseen);
    }
}
