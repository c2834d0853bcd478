package org.losses4j.examples.triplet;

import java.util.Arrays;
import java.util.Map;

/**
 * What is found in an embedding.
 *
 * @param embedding the test images
 * @param queries the images that were searched for
 * @param rankings for each of them, from the nearest other image on, whether it is of the same class
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Found(Embedding embedding, int[] queries, boolean[][] rankings) {

    /** Searches for so many images, drawn by a seed, among all others. */
    static Found by(float[][] outputs, int[] classes, int count, long seed) {
        Embedding embedding = Embedding.ofDirections(outputs, classes);
        int[] queries = embedding.queries(count, seed);
        boolean[][] rankings =
                Arrays.stream(queries).mapToObj(embedding::ranking).toArray(boolean[][]::new);
        return new Found(embedding, queries, rankings);
    }

    Map<String, Double> figures() {
        return Map.of(
                TripletExample.PRECISION.key(), Embedding.meanAveragePrecision(rankings),
                TripletExample.RECALL.key(), Embedding.precisionAt(1, rankings));
    }
}
