package org.losses4j.engine.internal.codegen;

/** Combines the lanes of a vector, which are in an array, in a fixed order, so that results are the same in every run. Generated kernels call it. */
final class LaneReduction {
    private LaneReduction() {}

    static float sum(float[] numbers, int from, int to, float earlier) {
        float even = 0;
        float odd = 0;
        for (int i = from; i < to; i += 2) {
            even += numbers[i];
            odd += numbers[i + 1];
        }
        return earlier + (even + odd);
    }

    static double sum(double[] numbers, int from, int to, double earlier) {
        double even = 0;
        double odd = 0;
        for (int i = from; i < to; i += 2) {
            even += numbers[i];
            odd += numbers[i + 1];
        }
        return earlier + (even + odd);
    }

    static float max(float[] numbers, int from, int to, float earlier) {
        float even = earlier;
        float odd = earlier;
        for (int i = from; i < to; i += 2) {
            even = Math.max(even, numbers[i]);
            odd = Math.max(odd, numbers[i + 1]);
        }
        return Math.max(even, odd);
    }

    static double max(double[] numbers, int from, int to, double earlier) {
        double even = earlier;
        double odd = earlier;
        for (int i = from; i < to; i += 2) {
            even = Math.max(even, numbers[i]);
            odd = Math.max(odd, numbers[i + 1]);
        }
        return Math.max(even, odd);
    }
}
