package org.losses4j.loss.generative;

import java.util.List;
import java.util.Optional;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Tensor;

/** The common part of the losses of a relativistic average GAN, which compare each output with the mean of the other kind. */
sealed interface Relativistic extends Loss permits RelativisticDiscriminator, RelativisticGenerator {

    @Override
    default List<Role> roles() {
        return Critics.ofBoth();
    }

    @Override
    default boolean coupled() {
        return true;
    }

    @Override
    default void check(Shapes shapes) {
        PerExample.check(name(), Critics.REAL, shapes, "one logit for each example");
    }

    /** softplus(−(above_i − mean of below)) + softplus(below_i − mean of above), the means without masked examples: [N]. */
    static Tensor apart(Inputs inputs, String above, String below) {
        Tensor high = PerExample.flat(inputs.get(above));
        Tensor low = PerExample.flat(inputs.get(below));
        Optional<Tensor> mask = inputs.find(Role.MASK);
        Tensor wrongHigh = mean(low, mask).sub(high).softplus();
        return wrongHigh.add(low.sub(mean(high, mask)).softplus());
    }

    private static Tensor mean(Tensor outputs, Optional<Tensor> mask) {
        return mask.map(given -> {
                    Tensor kept = given.expand(outputs.shape());
                    return kept.where(outputs, 0).sum().div(kept.sum().maximum(1));
                })
                .orElseGet(outputs::mean);
    }
}
