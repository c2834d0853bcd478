package org.losses4j.loss.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The mean of d(a, p) − d(a, n) + margin over all triplets in which it is above 0: distances [1, N, N], positive and negative pairs
 * [N, N] as 0/1 → [1]. Each anchor's positives are sorted, so that those that a negative is too near for are the last ones: time O(N² log N).
 *
 * @param margin the wanted gap
 */
record AllTriplets(double margin) implements HostFunction {
    private static final int PARALLEL_FROM = 1 << 14;

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0).leading(1);
    }

    @Override
    public Result evaluate(List<double[]> operands, List<Shape> shapes, boolean withGradient) {
        int examples = shapes.get(0).extent(1);
        double[] gradient = withGradient ? new double[examples * examples] : null;
        double[] sums = new double[examples];
        long[] counts = new long[examples];
        IntStream anchors = IntStream.range(0, examples);
        (examples * examples < PARALLEL_FROM ? anchors : anchors.parallel()).forEach(a -> {
            Anchor anchor = new Anchor(operands, a * examples, examples, margin);
            sums[a] = anchor.sum;
            counts[a] = anchor.count;
            if (gradient != null) {
                anchor.differentiate(gradient);
            }
        });
        double count = Math.max(1, Arrays.stream(counts).sum());
        if (gradient != null) {
            Arrays.setAll(gradient, i -> gradient[i] / count);
        }
        return new Result(new double[] {Arrays.stream(sums).sum() / count}, gradient);
    }

    @Override
    public Optional<Tensor> formula(List<Tensor> operands) {
        Shape square = operands.get(1).shape();
        Tensor distances = operands.get(0).reshape(square);
        Tensor triplets = operands.get(1).unsqueeze(2).mul(operands.get(2).unsqueeze(1));
        Tensor gap = distances.unsqueeze(2).sub(distances.unsqueeze(1)).add(margin);
        Tensor violations = triplets.where(gap, 0).relu();
        Tensor count = violations.greater(0).sum().maximum(1);
        return Optional.of(violations.sum().div(count).reshape(Shape.of(1)));
    }

    /** The triplets of one anchor. */
    private static final class Anchor {
        private final double[] distances;
        private final int[] positives;
        private final int[] negatives;
        private final double margin;
        /** The distances from which on a negative costs nothing, one for each positive, sorted, without NaN. */
        private final double[] limits;
        /** The place of the first limit above each negative's distance. */
        private final int[] firstAbove;

        private double sum;
        private long count;

        Anchor(List<double[]> operands, int from, int examples, double margin) {
            this.distances = operands.get(0);
            this.margin = margin;
            this.positives = chosen(operands.get(1), from, examples);
            this.negatives = chosen(operands.get(2), from, examples);
            this.limits = Arrays.stream(positives)
                    .mapToDouble(this::limit)
                    .filter(limit -> !Double.isNaN(limit))
                    .sorted()
                    .toArray();
            this.firstAbove =
                    Arrays.stream(negatives).map(n -> firstAbove(distances[n])).toArray();
            addUp();
        }

        private static int[] chosen(double[] pairs, int from, int examples) {
            return IntStream.range(from, from + examples)
                    .filter(i -> pairs[i] != 0)
                    .toArray();
        }

        private double limit(int positive) {
            return distances[positive] + margin;
        }

        private void addUp() {
            double[] beyond = new double[limits.length + 1];
            for (int i = limits.length - 1; i >= 0; i--) {
                beyond[i] = beyond[i + 1] + limits[i];
            }
            for (int i = 0; i < negatives.length; i++) {
                double distance = distances[negatives[i]];
                int first = firstAbove[i];
                int violated = limits.length - first;
                count += violated;
                if (!isKnown(distance)) {
                    sum = Double.NaN;
                } else if (violated > 0) {
                    sum += beyond[first] - violated * distance;
                }
            }
        }

        /** Whether no triplet of a negative at this distance is NaN. */
        private boolean isKnown(double distance) {
            return positives.length == 0
                    || (limits.length == positives.length && !Double.isNaN(limits[limits.length - 1] - distance));
        }

        /** The place of the first limit that is above a distance. */
        private int firstAbove(double distance) {
            int low = 0;
            int high = limits.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (limits[middle] > distance) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        /** Adds the slopes of the sum. */
        void differentiate(double[] gradient) {
            // How many negatives are below a limit; first, how many of them are not below the one before.
            int[] below = new int[limits.length + 1];
            for (int i = 0; i < negatives.length; i++) {
                gradient[negatives[i]] -= limits.length - firstAbove[i];
                below[firstAbove[i]] += Double.isNaN(distances[negatives[i]]) ? 0 : 1;
            }
            for (int i = 1; i < below.length; i++) {
                below[i] += below[i - 1];
            }
            for (int positive : positives) {
                // Among equal limits only the first has negatives of its own, so that any of them will do.
                int place = Arrays.binarySearch(limits, limit(positive));
                gradient[positive] += place < 0 ? 0 : below[place];
            }
        }
    }
}
