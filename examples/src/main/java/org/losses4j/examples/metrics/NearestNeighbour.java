package org.losses4j.examples.metrics;

/** Whether what is nearest in an embedding is of the same class. */
public final class NearestNeighbour {
    private NearestNeighbour() {}

    /**
     * The position of the nearest other embedding to each, by Euclidean distance; of equally near ones the first.
     *
     * @param embeddings [N, D] of at least two examples
     */
    public static int[] of(float[][] embeddings) {
        int[] nearest = new int[embeddings.length];
        for (int i = 0; i < embeddings.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            nearest[i] = i == 0 ? 1 : 0;
            for (int j = 0; j < embeddings.length; j++) {
                double distance = squaredDistance(embeddings[i], embeddings[j]);
                if (j != i && distance < least) {
                    least = distance;
                    nearest[i] = j;
                }
            }
        }
        return nearest;
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
