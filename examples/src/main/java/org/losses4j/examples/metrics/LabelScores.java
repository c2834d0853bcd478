package org.losses4j.examples.metrics;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Precision, recall and F₁ of each of several labels. A label is predicted if its logit is above 0, its probability above
 * ½.
 *
 * @param precision for each label the share of its predictions that are true; 0 without predictions
 * @param recall for each label the share of its true cases that are predicted
 * @param f1 for each label the harmonic mean of both; 0 where both are 0
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record LabelScores(double[] precision, double[] recall, double[] f1) {

    /**
     * The scores of logits.
     *
     * @param logits [N, C]
     * @param labels [N, C] of 0 and 1; each label is there at least once
     */
    public static LabelScores of(float[][] logits, float[][] labels) {
        int classes = labels[0].length;
        double[] precision = new double[classes];
        double[] recall = new double[classes];
        double[] f1 = new double[classes];
        for (int i = 0; i < classes; i++) {
            int label = i;
            long told = count(n -> logits[n][label] > 0, labels.length);
            long actual = count(n -> labels[n][label] == 1, labels.length);
            long right = count(n -> logits[n][label] > 0 && labels[n][label] == 1, labels.length);
            precision[label] = right / (double) Math.max(1, told);
            recall[label] = right / (double) Math.max(1, actual);
            f1[label] = 2.0 * right / Math.max(1, told + actual);
        }
        return new LabelScores(precision, recall, f1);
    }

    private static long count(IntPredicate what, int examples) {
        return IntStream.range(0, examples).filter(what).count();
    }

    /** The mean over the labels of a score, each label counting alike. */
    public static double macro(double[] scores) {
        return Arrays.stream(scores).average().orElseThrow();
    }
}
