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
 * Hinge loss of a discriminator, whose scores are to be above 1 for real examples and below −1 for generated ones.
 *
 * <p>max(0, 1 − real) + max(0, 1 + fake); {@code real} and {@code fake} [N, …] → [N, …]. At the margins the gradient is 0. The
 * loss of its generator is {@link WassersteinGenerator}.
 *
 * <p>J. H. Lim, J. C. Ye, "Geometric GAN", 2017, arXiv:1705.02894.
 */
public record HingeGanDiscriminator() implements Loss {

    @Override
    public List<Role> roles() {
        return Critics.ofBoth();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor real = inputs.get(Critics.REAL).complement().relu();
        return real.add(inputs.get(Critics.FAKE).add(1).relu());
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Margins of 1 for real and −1 for generated examples.",
                "max(0, 1 − real) + max(0, 1 + fake)",
                Activation.IDENTITY,
                "J. H. Lim, J. C. Ye, Geometric GAN, 2017, arXiv:1705.02894");
    }
}
