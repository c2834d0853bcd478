package org.losses4j.examples.metrics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Finds the nearest neighbours of points in an embedding. */
public final class NearestNeighbours {
    private NearestNeighbours() {}

    /**
     * The positions of the nearest others to one example, by Euclidean distance, from the nearest on; of equally near ones the
     * first comes first.
     *
     * @param embeddings [N, D]
     * @param example whose neighbours
     * @param count at most so many
     */
    public static int[] of(float[][] embeddings, int example, int count) {
        double[] distances = new double[embeddings.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = squaredDistance(embeddings[i], embeddings[example]);
        }
        return IntStream.range(0, distances.length)
                .filter(i -> i != example)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .limit(count)
                .mapToInt(i -> i)
                .toArray();
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }
}
