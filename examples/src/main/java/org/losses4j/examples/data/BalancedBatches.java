package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Batches with equally many images of each class, as losses that mine triplets need them. */
public final class BalancedBatches {
    private final Images images;
    private final int ofEach;
    private final Random random;

    /**
     * Batches in an order that depends on nothing but a seed.
     *
     * @param images with classes from 0 on, none of them without images
     * @param ofEach how many of each class in a batch
     */
    public BalancedBatches(Images images, int ofEach, long seed) {
        this.images = images;
        this.ofEach = ofEach;
        this.random = new Random(seed);
    }

    /**
     * About as many batches as hold all images once; every class is gone through in a new order, and begun again when it is
     * used up. The target of an image is its class, a single number.
     */
    public List<Samples> epoch() {
        int classes = images.classCount();
        int batches = Math.max(1, images.size() / (classes * ofEach));
        List<List<Integer>> chosen = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            chosen.add(new ArrayList<>());
        }
        for (int each = 0; each < classes; each++) {
            List<Integer> order = new ArrayList<>(images.positions(each));
            Collections.shuffle(order, random);
            for (int i = 0; i < batches * ofEach; i++) {
                chosen.get(i / ofEach).add(order.get(i % order.size()));
            }
        }
        return chosen.stream().map(this::samples).toList();
    }

    private Samples samples(List<Integer> positions) {
        Images batch = images.at(positions);
        float[][] targets = new float[batch.size()][1];
        for (int i = 0; i < targets.length; i++) {
            targets[i][0] = batch.classes()[i];
        }
        return new Samples(batch.pixels(), targets);
    }
}
