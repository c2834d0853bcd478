package org.losses4j.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Orders the batches of a training, the same at each call.
 *
 * @param extents the extents of the batches, each of which is made once
 * @param drawn whether the batch of each step is drawn at random; otherwise one follows the other
 * @param evaluated whether a held-out batch is evaluated whenever each batch has been trained on
 */
record BatchSchedule(List<Integer> extents, boolean drawn, boolean evaluated) {
    private static final long SEED = 20260102;
    private static final int POOL = 64;
    private static final int SHORTEST = 20;
    private static final int LONGEST = 200;

    /** Lengths that are drawn anew for each batch. */
    static BatchSchedule lengths(int multiple) {
        return new BatchSchedule(
                IntStream.rangeClosed(SHORTEST, LONGEST)
                        .mapToObj(length -> multiple * length)
                        .toList(),
                true,
                false);
    }

    /** Batches of one extent. */
    static BatchSchedule constant(int extent) {
        return new BatchSchedule(Collections.nCopies(POOL, extent), false, false);
    }

    /** Epochs that end with a smaller batch and an evaluation. */
    static BatchSchedule epochs(int batches, int extent, int last) {
        return new BatchSchedule(
                IntStream.rangeClosed(0, batches)
                        .mapToObj(batch -> batch < batches ? extent : last)
                        .toList(),
                false,
                true);
    }

    /**
     * Makes all batches: each call of the result is one training step, which gives the loss, and NaN if
     * the evaluation after it is not finite.
     */
    DoubleSupplier train(TrainedNetwork network) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<DoubleSupplier> steps =
                extents.stream().map(extent -> network.step(extent, random)).toList();
        DoubleSupplier evaluation = evaluated ? network.evaluation(extents.get(0), random) : () -> 0;
        SplittableRandom draws = random.split();
        return new DoubleSupplier() {
            private int done;

            @Override
            public double getAsDouble() {
                int next = drawn ? draws.nextInt(steps.size()) : done % steps.size();
                double loss = steps.get(next).getAsDouble();
                done++;
                boolean ended = done % steps.size() == 0;
                return ended && !Double.isFinite(evaluation.getAsDouble()) ? Double.NaN : loss;
            }
        };
    }
}
