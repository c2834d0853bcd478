package org.losses4j.examples.laboratory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;

/**
 * One training and its figures on the test data.
 *
 * @param loss the name of the loss that was minimised
 * @param seed the seed of split, weights and order
 * @param figures the values of the figures, by {@link Figure#key}
 * @param lossPerEpoch the loss over all training examples after each epoch
 * @param picture the data that pictures are drawn from
 * @param <P> the type of those data
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
