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
 * Squared error of a discriminator, whose scores are to be 1 for real examples and 0 for generated ones.
 *
 * <p>½ (real − 1)² + ½ fake²; {@code real} and {@code fake} [N, …] → [N, …].
 *
 * <p>X. Mao et al., "Least Squares Generative Adversarial Networks", ICCV 2017, arXiv:1611.04076.
 */
public record LeastSquaresGanDiscriminator() implements Loss {

    @Override
    public List<Role> roles() {
        return Critics.ofBoth();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor real = inputs.get(Critics.REAL).sub(1).square();
        return real.add(inputs.get(Critics.FAKE).square()).mul(0.5);
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Scores 1 for real and 0 for generated examples.",
                "½(real − 1)² + ½fake²",
                Activation.IDENTITY,
                "X. Mao et al., Least Squares Generative Adversarial Networks, 2017, arXiv:1611.04076");
    }
}
