package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class NearestNeighbourTest {

    @Test
    void isTheNearestOtherAndOfEquallyNearOnesTheFirst() {
        float[][] points = {{0, 0}, {3, 4}, {3, 3}, {-1, 0}, {1, 0}};
        assertArrayEquals(new int[] {3, 2, 1, 0, 0}, NearestNeighbour.of(points));
    }
}
