package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Images of which a quarter of the classes is held back from training, and few images of each of the others are left. The
 * remaining classes are numbered anew, from 0 on without a gap.
 *
 * @param train few images of each remaining class
 * @param unseen all images of the classes that were held back
 */
public record UnseenClasses(Images train, Images unseen) {

    /**
     * A split that depends on nothing but the seed and the images.
     *
     * @param ofEach at most so many images of each class are left to train on
     */
    public static UnseenClasses of(Images all, int ofEach, long seed) {
        Random random = new Random(seed);
        List<Integer> classes = new ArrayList<>(all.present());
        Collections.shuffle(classes, random);
        List<Integer> held = classes.subList(0, classes.size() / 4);
        List<Integer> kept = classes.subList(held.size(), classes.size());
        Images train = all.shuffled(all.size(), random).only(kept).numbered(kept);
        List<Integer> few = IntStream.range(0, kept.size())
                .mapToObj(train::positions)
                .flatMap(positions -> positions.stream().limit(ofEach))
                .toList();
        return new UnseenClasses(train.at(few), all.only(held));
    }
}
