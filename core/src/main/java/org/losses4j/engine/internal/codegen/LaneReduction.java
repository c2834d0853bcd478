package org.losses4j.engine.internal.codegen;

/** Combines the lanes of a vector in a fixed order, so that results are the same in every run. Generated kernels call it. */
final class LaneReduction {
    private LaneReduction() {}

    static float sum(float[] lanes, float earlier) {
        float even = 0;
        float odd = 0;
        for (int i = 0; i < lanes.length; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return earlier + (even + odd);
    }

    static double sum(double[] lanes, double earlier) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i < lanes.length; i += 2) {
            even += lanes[i];
            odd += lanes[i + 1];
        }
        return earlier + (even + odd);
    }

    static float max(float[] lanes, float earlier) {
        float even = earlier;
        float odd = earlier;
        for (int i = 0; i < lanes.length; i += 2) {
            even = Math.max(even, lanes[i]);
            odd = Math.max(odd, lanes[i + 1]);
        }
        return Math.max(even, odd);
    }

    static double max(double[] lanes, double earlier) {
        double even = earlier;
        double odd = earlier;
        for (int i = 0; i < lanes.length; i += 2) {
            even = Math.max(even, lanes[i]);
            odd = Math.max(odd, lanes[i + 1]);
        }
        return Math.max(even, odd);
    }
}
