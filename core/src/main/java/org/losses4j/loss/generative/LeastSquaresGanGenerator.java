package org.losses4j.loss.generative;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Squared error of a generator, whose examples are to get the score 1 from the discriminator.
 *
 * <p>½ (fake − 1)²; [N, …] → [N, …].
 *
 * <p>X. Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017, arXiv:1611.04076.
 */
public record LeastSquaresGanGenerator() implements Loss {

    @Override
    public List<Role> roles() {
        return Critics.ofFake();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        return inputs.get(Role.PREDICTION).sub(1).square().mul(0.5);
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Wants a score of 1 for generated examples.",
                "½(fake − 1)²",
                Activation.IDENTITY,
                "X. Mao et al., Least Squares Generative Adversarial Networks, 2017, arXiv:1611.04076");
    }
}
