package org.losses4j.examples.metrics;

import java.util.List;
import java.util.stream.IntStream;

/** The distance of decoded label sequences from the true ones. */
public final class LabelErrorRate {
    private LabelErrorRate() {}

    /**
     * The insertions, deletions and substitutions that make the decoded sequences right, over the number of labels.
     *
     * <p>A. Graves et al., "Connectionist Temporal Classification", ICML 2006, section 2.1, with all labels of a test set
     * counting alike.
     *
     * @throws IllegalArgumentException if the lists differ in size or there is no label
     */
    public static double of(List<List<Integer>> decoded, List<List<Integer>> actual) {
        int labels = actual.stream().mapToInt(List::size).sum();
        if (decoded.size() != actual.size() || labels == 0) {
            throw new IllegalArgumentException("A label error rate needs labels and as many decoded sequences, got "
                    + decoded.size() + " for " + actual.size() + " with " + labels + " labels");
        }
        return IntStream.range(0, actual.size())
                        .map(i -> distance(decoded.get(i), actual.get(i)))
                        .sum()
                / (double) labels;
    }

    /** Levenshtein's distance: the fewest insertions, deletions and substitutions between two sequences. */
    public static int distance(List<Integer> one, List<Integer> other) {
        int[] before = IntStream.rangeClosed(0, other.size()).toArray();
        for (int i = 1; i <= one.size(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = before[j - 1] + (one.get(i - 1).equals(other.get(j - 1)) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[other.size()];
    }
}
