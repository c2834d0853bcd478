package org.losses4j.decode;

import java.util.List;

/**
 * A decoded label sequence.
 *
 * @param labels class indices, without blanks
 * @param logProbability how likely it is, by the decoder's account
 */
public record Hypothesis(List<Integer> labels, double logProbability) {
    public Hypothesis {
        labels = List.copyOf(labels);
    }
}
