package org.losses4j.loss;

import java.util.List;
import org.losses4j.LossProvider;
import org.losses4j.LossType;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.regression.Huber;

/** The registration of the library's own losses: a line each, under the name that it keeps for ever. */
public final class BuiltInLosses implements LossProvider {

    @Override
    public List<LossType<?>> losses() {
        return List.of(
                LossType.of("huber", Huber.class), //
                LossType.of("sigmoid_focal", SigmoidFocal.class));
    }
}
