package org.losses4j.loss.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The mean of d(a, p) − d(a, n) + margin over the wanted triplets in which it is above 0: distances [1, N, R], positive and negative pairs
 * [N, R] as 0/1 → [1]. Each anchor's positives are sorted, so that those of a negative's triplets are neighbours: time O(N R log R).
 *
 * @param margin the wanted gap
 * @param wanted the triplets that are not left out
 */
record AllTriplets(double margin, Triplets wanted) implements HostFunction {
    private static final int PARALLEL_FROM = 1 << 14;

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0).leading(1);
    }

    @Override
    public void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result) {
        int examples = shapes.get(0).extent(1);
        int references = shapes.get(0).extent(2);
        double[] gradient = result.gradient().orElse(null);
        double[] sums = new double[examples];
        long[] counts = new long[examples];
        IntStream anchors = IntStream.range(0, examples);
        (examples * references < PARALLEL_FROM ? anchors : anchors.parallel()).forEach(a -> {
            Anchor anchor = new Anchor(operands, a * references, references);
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
        result.value()[0] = Arrays.stream(sums).sum() / count;
    }

    @Override
    public Optional<Tensor> formula(List<Tensor> operands) {
        Tensor distances = operands.get(0).reshape(operands.get(1).shape());
        Tensor toPositive = distances.unsqueeze(2);
        Tensor toNegative = distances.unsqueeze(1);
        Tensor triplets = operands.get(1).unsqueeze(2).mul(operands.get(2).unsqueeze(1));
        Tensor chosen = triplets.mul(wanted.chosen(toPositive, toNegative));
        Tensor violations =
                chosen.where(toPositive.sub(toNegative).add(margin), 0).relu();
        Tensor count = violations.greater(0).sum().maximum(1);
        return Optional.of(violations.sum().div(count).reshape(Shape.of(1)));
    }

    /** The triplets of one anchor. */
    private final class Anchor {
        private final double[] distances;
        private final int[] positives;
        private final int[] negatives;
        /** The distances of the positives, sorted, without NaN. */
        private final double[] sorted;
        /** For each negative, the place of the first and that behind the last of the positives that make triplets with it. */
        private final int[] from;

        private final int[] to;

        private double sum;
        private long count;

        Anchor(List<double[]> operands, int first, int references) {
            this.distances = operands.get(0);
            this.positives = Pairs.chosen(operands.get(1), first, references);
            this.negatives = Pairs.chosen(operands.get(2), first, references);
            this.sorted = sorted();
            this.from = new int[negatives.length];
            this.to = new int[negatives.length];
            for (int i = 0; i < negatives.length; i++) {
                range(i, distances[negatives[i]]);
            }
            addUp();
        }

        private double[] sorted() {
            double[] known = new double[positives.length];
            int count = 0;
            for (int positive : positives) {
                if (!Double.isNaN(distances[positive])) {
                    known[count++] = distances[positive];
                }
            }
            double[] sorted = count == known.length ? known : Arrays.copyOf(known, count);
            Arrays.sort(sorted);
            return sorted;
        }

        private void range(int negative, double distance) {
            int violating = first(distance, true);
            int notNearer = wanted == Triplets.ALL ? 0 : first(distance, false);
            from[negative] = wanted == Triplets.HARD ? Math.max(violating, notNearer) : violating;
            to[negative] = wanted == Triplets.SEMI_HARD ? Math.max(violating, notNearer) : sorted.length;
        }

        /** The place of the first positive that is not nearer than a negative, or that is farther with the margin. */
        private int first(double distance, boolean withMargin) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (withMargin ? sorted[middle] + margin > distance : sorted[middle] >= distance) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private void addUp() {
            // The sums from a place on; infinite distances, at the end, are in no range that ends before them.
            double[] onwards = new double[sorted.length + 1];
            for (int i = sorted.length - 1; i >= 0; i--) {
                boolean left = wanted == Triplets.SEMI_HARD && Double.isInfinite(sorted[i]);
                onwards[i] = left ? 0 : onwards[i + 1] + sorted[i] + margin;
            }
            for (int i = 0; i < negatives.length; i++) {
                double distance = distances[negatives[i]];
                int triplets = to[i] - from[i];
                count += triplets;
                if (!isKnown(distance)) {
                    sum = Double.NaN;
                } else if (triplets > 0) {
                    sum += onwards[from[i]] - onwards[to[i]] - triplets * distance;
                }
            }
        }

        /** Whether no triplet of a negative at this distance is NaN; two infinite distances make no semi-hard one. */
        private boolean isKnown(double distance) {
            if (positives.length == 0) {
                return true;
            }
            if (sorted.length < positives.length || Double.isNaN(distance)) {
                return false;
            }
            return wanted == Triplets.SEMI_HARD || !Double.isNaN(sorted[sorted.length - 1] - distance);
        }

        /** Adds the slopes of the sum. */
        void differentiate(double[] gradient) {
            // How many negatives make triplets with a positive; first, how many more than with the one before.
            int[] triplets = new int[sorted.length + 1];
            for (int i = 0; i < negatives.length; i++) {
                gradient[negatives[i]] -= to[i] - from[i];
                triplets[from[i]]++;
                triplets[to[i]]--;
            }
            for (int i = 1; i < triplets.length; i++) {
                triplets[i] += triplets[i - 1];
            }
            for (int positive : positives) {
                // No range ends between equal distances, so that any of their places will do.
                int place = Arrays.binarySearch(sorted, distances[positive]);
                gradient[positive] += place < 0 ? 0 : triplets[place];
            }
        }
    }
}
