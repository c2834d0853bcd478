package org.losses4j.examples.triplet;

import java.util.Random;
import java.util.stream.IntStream;
import org.losses4j.examples.metrics.NearestNeighbours;

/**
 * The embedding of the test images, each point of length 1: the nearest by distance is the nearest by angle.
 *
 * @param points the embedding of each image
 * @param classes the class of each image
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Embedding(float[][] points, int[] classes) {

    /** The directions of some points. */
    static Embedding ofDirections(float[][] points, int[] classes) {
        float[][] directions = new float[points.length][];
        for (int i = 0; i < points.length; i++) {
            double sum = 0;
            for (float value : points[i]) {
                sum += (double) value * value;
            }
            double length = Math.max(1e-12, Math.sqrt(sum));
            directions[i] = new float[points[i].length];
            for (int j = 0; j < points[i].length; j++) {
                directions[i][j] = (float) (points[i][j] / length);
            }
        }
        return new Embedding(directions, classes);
    }

    /** The others, from the nearest to an image on: whether each is of the image's class. */
    boolean[] ranking(int image) {
        int[] nearest = neighbours(image, points.length);
        boolean[] right = new boolean[nearest.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = classes[nearest[i]] == classes[image];
        }
        return right;
    }

    /** The nearest others to an image, from the nearest on. */
    int[] neighbours(int image, int count) {
        return NearestNeighbours.of(points, image, count);
    }

    /** Some images that are searched for, equally likely, without one twice. */
    int[] queries(int count, long seed) {
        return new Random(seed)
                .ints(0, classes.length)
                .distinct()
                .limit(Math.min(count, classes.length))
                .toArray();
    }

    /** The mean over rankings of the precision at each image that is right. */
    static double meanAveragePrecision(boolean[][] rankings) {
        double sum = 0;
        for (boolean[] ranking : rankings) {
            int right = 0;
            double precisions = 0;
            for (int rank = 0; rank < ranking.length; rank++) {
                if (ranking[rank]) {
                    precisions += ++right / (rank + 1.0);
                }
            }
            sum += right == 0 ? 0 : precisions / right;
        }
        return sum / rankings.length;
    }

    /** The share of the first so many of each ranking that is right. */
    static double precisionAt(int count, boolean[][] rankings) {
        long right = 0;
        for (boolean[] ranking : rankings) {
            right += IntStream.range(0, Math.min(count, ranking.length))
                    .filter(rank -> ranking[rank])
                    .count();
        }
        return right / ((double) count * rankings.length);
    }
}
