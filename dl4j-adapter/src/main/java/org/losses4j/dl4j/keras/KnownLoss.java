package org.losses4j.dl4j.keras;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.losses4j.ExampleReduction;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Reduction;

/**
 * A loss of Keras and its counterpart.
 *
 * @param counterpart makes the loss from Keras' parameters
 * @param example how Keras combines the elements along the last axis, where the counterpart is pointwise
 * @param rows whether Deeplearning4j's own output layers, which see rows and no sequences, can train on it
 * @param names Keras' names, the class's first
 */
record KnownLoss(
        Function<LossParameters, Loss> counterpart, ExampleReduction example, boolean rows, List<String> names) {

    /** The objective for the parameters that a file gives. */
    Objective with(LossParameters parameters) {
        Loss loss = counterpart.apply(parameters);
        Objective objective = new LossObjective(loss, new Reduction(example, parameters.batch()), Map.of());
        parameters.requireAllRead();
        return objective;
    }

    /** The objective for Keras' default parameters. */
    Objective withDefaults() {
        return with(new LossParameters(names.get(0), Map.of()));
    }
}
