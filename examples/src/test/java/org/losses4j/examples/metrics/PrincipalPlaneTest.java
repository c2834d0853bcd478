package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {

    // (1, 1, 0) / √2 varies most, then (0, 0, 1); (1, −1, 0) not at all.
    @Test
    void keepsTheTwoDirectionsThatVaryMost() {
        float[][] points = {{4, 4, 1}, {4, 4, -1}, {-4, -4, 1}, {-4, -4, -1}};
        double[][] plane = PrincipalPlane.of(points);
        for (int i = 0; i < points.length; i++) {
            assertEquals(2, plane[i].length);
            assertEquals(4 * Math.sqrt(2), Math.abs(plane[i][0]), 1e-9);
            assertEquals(1, Math.abs(plane[i][1]), 1e-9);
        }
        assertEquals(plane[0][0], plane[1][0], 1e-9);
        assertEquals(-plane[0][1], plane[1][1], 1e-9);
    }
}
