package org.losses4j.engine.internal.codegen;

/** Adds the lanes of a vector, which are in an array, in a fixed order, so that results are the same in every run. Generated kernels call it. */
final class LaneReduction {
    // Each addition waits for the one before: several chains of them run at once. A vector has at least four floats, or
    // two doubles.

    private LaneReduction() {}

    static float sum(float[] numbers, int from, int to) {
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
        return (first + second) + (third + fourth);
    }

    static double sum(double[] numbers, int from, int to) {
        double even = 0;
        double odd = 0;
        for (int i = from; i < to; i += 2) {
            even += numbers[i];
            odd += numbers[i + 1];
        }
        return even + odd;
    }
}
