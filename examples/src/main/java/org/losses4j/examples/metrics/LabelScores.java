package org.losses4j.examples.metrics;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How well each of several labels is told, where a label is told if its logit is above 0, its probability above ½.
 *
 * @param precision of each label: the share of what is told that is so; 0 where nothing is told
 * @param recall of each label: the share of what is so that is told
 * @param f1 of each label: their harmonic mean, 0 where both are 0
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
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
