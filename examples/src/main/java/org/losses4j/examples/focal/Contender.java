package org.losses4j.examples.focal;

import java.util.List;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.examples.data.Table;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.SigmoidFocal;

/**
 * A loss under comparison.
 *
 * @param name in tables and pictures
 * @param objective what the network minimises, over its raw output
 */
record Contender(String name, Objective objective) {

    /**
     * Focal loss first, which the others are compared with: cross-entropy, which is focal loss with γ = 0, and
     * cross-entropy whose positives weigh as much in sum as the negatives.
     */
    static List<Contender> all(Table train) {
        double rare = train.count(1) / (double) train.size();
        return List.of(
                new Contender("focal", Objective.of(new SigmoidFocal(null, 2))),
                new Contender("cross-entropy", Objective.of(new BinaryCrossEntropy())),
                new Contender(
                        "weighted cross-entropy",
                        Objective.of(new BinaryCrossEntropy()).fix(Role.POS_WEIGHT, (1 - rare) / rare)));
    }
}
