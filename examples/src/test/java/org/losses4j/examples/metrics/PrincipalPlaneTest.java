package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void pointsWithoutAPlaneHaveZeros() {
        float[][] equal = new float[300][64];
        for (float[] point : equal) {
            Arrays.fill(point, 0.1f);
        }
        assertZeros(PrincipalPlane.of(equal));
        assertZeros(PrincipalPlane.of(new float[5][3]));
        assertZeros(PrincipalPlane.of(new float[][] {{1, 2, 3}}));
        assertZeros(PrincipalPlane.of(new float[0][3]));
        assertZeros(PrincipalPlane.of(new float[2][0]));
        float[][] nan = new float[4][3];
        for (float[] point : nan) {
            Arrays.fill(point, Float.NaN);
        }
        assertZeros(PrincipalPlane.of(nan));
    }

    @Test
    void fewerDirectionsThanTwoLeaveTheOthersAtZero() {
        assertArrayEquals(
                new double[] {3, 0},
                Arrays.stream(PrincipalPlane.of(new float[][] {{3}, {-1}})[0])
                        .map(Math::abs)
                        .toArray(),
                1e-9);
        double[][] line = PrincipalPlane.of(new float[][] {{3, 4, 0, 0}, {-3, -4, 0, 0}, {6, 8, 0, 0}});
        assertEquals(10, Math.abs(line[2][0]), 1e-6);
        assertEquals(0, line[2][1], 1e-6);
        assertEquals(2, PrincipalPlane.of(new float[][] {{1, 2, 3, 4}, {2, 2, 3, 5}}).length, "fewer points than axes");
    }

    @Test
    void aPointThatIsNotFiniteDoesNotSpoilTheOthers() {
        double[][] plane =
                PrincipalPlane.of(new float[][] {{3, 4}, {-3, -4}, {Float.NaN, 0}, {Float.POSITIVE_INFINITY, 1}});
        assertEquals(5, Math.abs(plane[0][0]), 1e-6);
        assertArrayEquals(new double[2], plane[2]);
        assertArrayEquals(new double[2], plane[3]);
    }

    // The smallest spreads that floats around 1 can have, in many directions: the decomposition must converge.
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-38, 1e-30, 1e-8, 1e-7, 1e-4, 1, 1e15})
    void nearlyEqualPointsAreNoError(double spread) {
        Random random = new Random(4);
        float[][] points = new float[500][64];
        for (float[] point : points) {
            for (int i = 0; i < point.length; i++) {
                point[i] = (float) (0.3 * i + spread * random.nextGaussian());
            }
        }
        for (double[] at : PrincipalPlane.of(points)) {
            assertTrue(Double.isFinite(at[0]) && Double.isFinite(at[1]));
        }
    }

    private static void assertZeros(double[][] plane) {
        for (double[] point : plane) {
            assertArrayEquals(new double[2], point);
        }
    }
}
