package org.losses4j.engine;

/** The lanes of a vector combined in their order, so that results are the same in every run. Generated code calls it. */
final class Horizontal {
    private Horizontal() {}

    static float sum(float[] lanes, float earlier) {
        float sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        return earlier + sum;
    }

    static double sum(double[] lanes, double earlier) {
        double sum = 0;
        for (double lane : lanes) {
            sum += lane;
        }
        return earlier + sum;
    }

    static float max(float[] lanes, float earlier) {
        float max = earlier;
        for (float lane : lanes) {
            max = Math.max(max, lane);
        }
        return max;
    }

    static double max(double[] lanes, double earlier) {
        double max = earlier;
        for (double lane : lanes) {
            max = Math.max(max, lane);
        }
        return max;
    }
}
