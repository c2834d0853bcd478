package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class NearestNeighboursTest {

    @Test
    void areTheNearestOthersAndOfEquallyNearOnesTheFirst() {
        float[][] points = {{0, 0}, {3, 4}, {3, 3}, {-1, 0}, {1, 0}};
        assertArrayEquals(new int[] {3, 4, 2, 1}, NearestNeighbours.of(points, 0, 9));
        assertArrayEquals(new int[] {2}, NearestNeighbours.of(points, 1, 1));
        assertArrayEquals(new int[] {0, 4}, NearestNeighbours.of(points, 3, 2));
    }
}
