package org.losses4j.examples.laboratory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;

/**
 * One training and what came of it on the test data.
 *
 * @param loss what was minimised
 * @param seed of split, weights and order
 * @param figures what it is judged by, by {@link Figure#key}
 * @param lossPerEpoch the loss over all training examples after each epoch
 * @param picture what pictures are drawn from
 * @param <P> its type
 */
public record Trial<P>(
        String loss,
        long seed,
        Map<String, Double> figures,
        List<Double> lossPerEpoch,
        @JsonIgnore P picture) {

    /** What came of a training. */
    static <P> Trial<P> of(String loss, long seed, List<Double> lossPerEpoch, Judgement<P> judgement) {
        return new Trial<>(loss, seed, judgement.figures(), lossPerEpoch, judgement.picture());
    }

    /** The value of a figure. */
    public double figure(Figure figure) {
        return figures.getOrDefault(figure.key(), Double.NaN);
    }
}
