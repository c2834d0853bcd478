package org.losses4j.loss.embedding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The sum over each anchor's positive pairs of max(0, d(a, p) − n + margin) with a semi-hard negative n: distances [N, R],
 * positive and negative pairs [N, R] as 0/1 → [N]. It takes O(R) memory for each anchor, where the formula writes out all
 * triplets.
 *
 * @param margin the wanted gap
 */
record SemiHardNegatives(double margin) implements HostFunction {
    private static final int PARALLEL_FROM = 1 << 16;

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0).leading(1);
    }

    @Override
    public void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result) {
        int examples = shapes.get(0).extent(0);
        int references = shapes.get(0).extent(1);
        double[] value = result.value();
        double[] gradient = result.gradient().orElse(null);
        IntStream anchors = IntStream.range(0, examples);
        (examples * references < PARALLEL_FROM ? anchors : anchors.parallel()).forEach(a -> {
            Anchor anchor = new Anchor(operands, a * references, references);
            for (int p = 0; p < references; p++) {
                if (operands.get(1)[a * references + p] != 0) {
                    value[a] += anchor.loss(p, margin, gradient);
                }
            }
        });
    }

    @Override
    public Optional<Tensor> formula(List<Tensor> operands) {
        Tensor toPositive = operands.get(0);
        Tensor negative = operands.get(2);
        Tensor toNegative = toPositive.unsqueeze(1);
        Tensor farther = toNegative.greater(toPositive.unsqueeze(2)).mul(negative.unsqueeze(1));
        Tensor nearestFarther =
                farther.where(toNegative, Double.POSITIVE_INFINITY).min(2, false);
        Tensor farthest = negative.where(toPositive, Double.NEGATIVE_INFINITY).max(1, true);
        Tensor chosen = nearestFarther.less(Double.POSITIVE_INFINITY).where(nearestFarther, farthest);
        Tensor none = chosen.equal(Double.NEGATIVE_INFINITY);
        Tensor loss = toPositive.sub(none.where(0, chosen)).add(margin).relu();
        return Optional.of(operands.get(1).where(none.where(0, loss), 0).sum(1, false));
    }

    /** One anchor's distances to all examples, and which of these are of another class. */
    private static final class Anchor {
        private final double[] distances;
        private final int from;
        private final int[] negatives;
        private final int farthest;

        Anchor(List<double[]> operands, int from, int references) {
            this.distances = operands.get(0);
            this.from = from;
            this.negatives = Pairs.chosen(operands.get(2), from, references);
            this.farthest = farthest();
        }

        /** The place of the first negative that is as far as any, or is not a number; −1 if there is none. */
        private int farthest() {
            int found = -1;
            for (int i : negatives) {
                boolean farther = found < 0 || !(distances[i] <= distances[found]);
                found = farther && !(found >= 0 && Double.isNaN(distances[found])) ? i : found;
            }
            return found;
        }

        double loss(int p, double margin, double @Nullable [] gradient) {
            double toPositive = distances[from + p];
            int negative = negative(toPositive);
            if (negative < 0) {
                return 0;
            }
            double gap = toPositive - distances[negative] + margin;
            if (gap > 0 && gradient != null) {
                gradient[from + p] += 1;
                gradient[negative] -= 1;
            }
            return Math.max(gap, 0);
        }

        /** The place of the first of the nearest negatives beyond a distance, or of the farthest if none is. */
        private int negative(double beyond) {
            int found = -1;
            double nearest = Double.POSITIVE_INFINITY;
            for (int i : negatives) {
                double distance = distances[i];
                if (distance > beyond && distance < nearest) {
                    nearest = distance;
                    found = i;
                }
            }
            return found < 0 ? farthest : found;
        }
    }
}
