package org.losses4j.examples.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Precision and recall of a ranking at each threshold, from the strictest on; equal scores share a threshold.
 *
 * @param points a point for each distinct score, in order of growing recall
 */
public record PrecisionRecall(List<Point> points) {

    /**
     * What happens if everything of at least a score is called positive.
     *
     * @param threshold the score
     * @param precision the share of positives among what is called positive
     * @param recall the share of the positives that are called so
     */
    public record Point(double threshold, double precision, double recall) {}

    public PrecisionRecall {
        points = List.copyOf(points);
    }

    /**
     * The curve of a ranking.
     *
     * @param scores a number for each example, larger for likelier positives
     * @param labels 1 for positives, 0 for negatives; at least one positive
     * @throws IllegalArgumentException if there is no positive, a label is neither 0 nor 1, or a score is NaN
     */
    public static PrecisionRecall of(double[] scores, double[] labels) {
        int positives = check(scores, labels);
        List<Integer> order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .toList();
        List<Point> points = new ArrayList<>();
        int found = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            double score = scores[order.get(rank)];
            found += labels[order.get(rank)] == 1 ? 1 : 0;
            boolean last = rank == order.size() - 1 || scores[order.get(rank + 1)] != score;
            if (last) {
                points.add(new Point(score, found / (rank + 1.0), found / (double) positives));
            }
        }
        return new PrecisionRecall(points);
    }

    private static int check(double[] scores, double[] labels) {
        if (scores.length != labels.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + labels.length + " labels");
        }
        int positives = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0 && labels[i] != 1) {
                throw new IllegalArgumentException("Labels are 0 or 1, got " + labels[i] + " at " + i);
            }
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("The score at " + i + " is NaN: the training diverged");
            }
            positives += (int) labels[i];
        }
        if (positives == 0) {
            throw new IllegalArgumentException("Precision and recall need at least one positive label");
        }
        return positives;
    }

    /** Σ (recallₙ − recallₙ₋₁) · precisionₙ: the area under the curve, without interpolation. */
    public double averagePrecision() {
        double area = 0;
        double recall = 0;
        for (Point point : points) {
            area += (point.recall() - recall) * point.precision();
            recall = point.recall();
        }
        return area;
    }

    /** The largest recall of a threshold with at least this precision; 0 if there is none. */
    public double recallAtPrecision(double precision) {
        return points.stream()
                .filter(point -> point.precision() >= precision)
                .mapToDouble(Point::recall)
                .max()
                .orElse(0);
    }
}
