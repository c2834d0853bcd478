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
 * The critic's estimate of the Wasserstein distance, negated, so that training maximises the estimate.
 *
 * <p>fake − real; {@code real} and {@code fake} [N, …] → [N, …]. Only meaningful for a critic that is kept Lipschitz: by {@link
 * GradientPenalty}, or by clipping its weights.
 *
 * <p>M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein GAN", ICML 2017, arXiv:1701.07875.
 */
public record WassersteinCritic() implements Loss {

    @Override
    public List<Role> roles() {
        return Critics.ofBoth();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        return inputs.get(Critics.FAKE).sub(inputs.get(Critics.REAL));
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Widens the gap between real and generated examples.",
                "fake − real",
                Activation.IDENTITY,
                "M. Arjovsky et al., Wasserstein GAN, 2017, arXiv:1701.07875");
    }
}
