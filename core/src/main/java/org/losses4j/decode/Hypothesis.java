package org.losses4j.decode;

import java.util.List;

/**
 * A decoded label sequence.
 *
 * @param labels class indices, without blanks
 * @param logProbability the natural logarithm of its probability, as the decoder computes it
 */
public record Hypothesis(List<Integer> labels, double logProbability) {
    public Hypothesis {
        labels = List.copyOf(labels);
    }
}
