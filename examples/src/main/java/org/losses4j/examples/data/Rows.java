package org.losses4j.examples.data;

import java.util.Arrays;

/** Operations on numbers in rows. */
public final class Rows {
    private Rows() {}

    /** So many equally long rows of numbers that lie one after the other. */
    public static float[][] of(float[] values, int rows) {
        int length = values.length / rows;
        float[][] result = new float[rows][];
        Arrays.setAll(result, row -> Arrays.copyOfRange(values, row * length, (row + 1) * length));
        return result;
    }
}
