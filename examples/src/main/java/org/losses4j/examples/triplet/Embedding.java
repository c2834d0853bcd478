package org.losses4j.examples.triplet;

import java.util.stream.IntStream;
import org.losses4j.examples.metrics.NearestNeighbours;

/**
 * The embedding of the test images.
 *
 * @param points the embedding of each image
 * @param classes the class of each image
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Embedding(float[][] points, int[] classes) {

    /** The share of a range of images whose nearest neighbour among all others is of their class. */
    double recall(int from, int to) {
        long right = IntStream.range(from, to)
                .filter(image -> classes[neighbours(image, 1)[0]] == classes[image])
                .count();
        return right / (double) (to - from);
    }

    /** The nearest others to an image, from the nearest on. */
    int[] neighbours(int image, int count) {
        return NearestNeighbours.of(points, image, count);
    }
}
