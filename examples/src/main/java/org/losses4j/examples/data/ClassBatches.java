package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Batches of some classes with equally many images of each, as losses that compare the images of a batch need them. */
public final class ClassBatches {
    private final Images images;
    private final List<List<Integer>> positions;
    private final int classes;
    private final int ofEach;
    private final Random random;

    /**
     * Batches that depend on nothing but a seed.
     *
     * @param images with classes from 0 on, none of them without images
     * @param classes how many in a batch
     * @param ofEach how many images of each
     */
    public ClassBatches(Images images, int classes, int ofEach, long seed) {
        this.images = images;
        this.positions = IntStream.range(0, images.classCount())
                .mapToObj(images::positions)
                .toList();
        this.classes = classes;
        this.ofEach = ofEach;
        this.random = new Random(seed);
    }

    /** So many batches of classes drawn at random; the target of an image is its class, a single number. */
    public List<Samples> next(int batches) {
        return IntStream.range(0, batches).mapToObj(batch -> next()).toList();
    }

    private Samples next() {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, positions.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<Integer> chosen = order.stream()
                .limit(classes)
                .map(positions::get)
                .flatMap(all -> random.ints(ofEach, 0, all.size()).mapToObj(all::get))
                .toList();
        Images batch = images.at(chosen);
        float[][] targets = new float[batch.size()][1];
        for (int i = 0; i < targets.length; i++) {
            targets[i][0] = batch.classes()[i];
        }
        return new Samples(batch.pixels(), targets);
    }
}
