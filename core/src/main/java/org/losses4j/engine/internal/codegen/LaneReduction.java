package org.losses4j.engine.internal.codegen;

/** Combines the lanes of a vector, which are in an array, in a fixed order, so that results are the same in every run. Generated kernels call it. */
final class LaneReduction {
    // Each step waits for the one before: several chains of steps run at once. A vector has at least four floats, or
    // two doubles.

    private LaneReduction() {}

    static float sum(float[] numbers, int from, int to, float earlier) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int i = from; i < to; i += 4) {
            first += numbers[i];
            second += numbers[i + 1];
            third += numbers[i + 2];
            fourth += numbers[i + 3];
        }
        return earlier + ((first + second) + (third + fourth));
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
        float first = earlier;
        float second = earlier;
        float third = earlier;
        float fourth = earlier;
        for (int i = from; i < to; i += 4) {
            first = Math.max(first, numbers[i]);
            second = Math.max(second, numbers[i + 1]);
            third = Math.max(third, numbers[i + 2]);
            fourth = Math.max(fourth, numbers[i + 3]);
        }
        return Math.max(Math.max(first, second), Math.max(third, fourth));
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
