package org.losses4j.examples.focal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.losses4j.examples.metrics.PrecisionRecall;

/**
 * One training and what came of it on the test data.
 *
 * @param loss what was minimised
 * @param seed of split, weights and order
 * @param averagePrecision the area under the precision–recall curve
 * @param recallAt90Precision the largest recall at a precision of at least 90 %
 * @param lossPerEpoch the loss over all training examples after each epoch
 * @param curve precision and recall at each threshold
 */
record Trial(
        String loss,
        long seed,
        double averagePrecision,
        double recallAt90Precision,
        List<Double> lossPerEpoch,
        @JsonIgnore PrecisionRecall curve) {

    static Trial of(String loss, long seed, List<Double> lossPerEpoch, PrecisionRecall curve) {
        return new Trial(
                loss, seed, curve.averagePrecision(), curve.recallAtPrecision(0.9), List.copyOf(lossPerEpoch), curve);
    }
}
