package org.losses4j.benchmarks;

import java.util.SplittableRandom;
import org.losses4j.tensor.Shape;

/**
 * An input of a loss.
 *
 * @param values the values, row-major
 * @param trained whether the gradient by this input is wanted
 */
@SuppressWarnings("ArrayRecordComponent") // taken apart by each contender, never compared
record Sample(float[] values, Shape shape, boolean trained) {

    /** Evenly distributed numbers. */
    static Sample uniform(SplittableRandom random, double from, double to, boolean trained, int... extents) {
        Shape shape = Shape.of(extents);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (from + (to - from) * random.nextDouble());
        }
        return new Sample(values, shape, trained);
    }

    /** Zeros and ones. */
    static Sample binary(SplittableRandom random, int... extents) {
        Sample sample = uniform(random, 0, 1, false, extents);
        for (int i = 0; i < sample.values.length; i++) {
            sample.values[i] = Math.round(sample.values[i]);
        }
        return sample;
    }

    /** Class indices within [from, to). */
    static Sample classes(SplittableRandom random, int from, int to, int... extents) {
        Sample sample = uniform(random, from, to, false, extents);
        for (int i = 0; i < sample.values.length; i++) {
            sample.values[i] = Math.min((int) sample.values[i], to - 1);
        }
        return sample;
    }

    /** A one in each row, zeros elsewhere. */
    static Sample oneHot(SplittableRandom random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            values[row * columns + random.nextInt(columns)] = 1;
        }
        return new Sample(values, Shape.of(rows, columns), false);
    }

    /** A one in the channels of each step, zeros elsewhere; the steps are last, as Deeplearning4j has them. */
    static Sample oneHotSteps(SplittableRandom random, int rows, int channels, int steps) {
        float[] values = new float[rows * channels * steps];
        for (int row = 0; row < rows; row++) {
            for (int step = 0; step < steps; step++) {
                values[(row * channels + random.nextInt(channels)) * steps + step] = 1;
            }
        }
        return new Sample(values, Shape.of(rows, channels, steps), false);
    }
}
