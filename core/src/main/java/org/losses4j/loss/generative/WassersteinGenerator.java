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
 * Loss of a Wasserstein GAN's generator: the critic's score of generated examples, negated.
 *
 * <p>−fake; [N, …] → [N, …].
 *
 * <p>M. Arjovsky, S. Chintala, L. Bottou, "Wasserstein GAN", ICML 2017, arXiv:1701.07875.
 */
public record WassersteinGenerator() implements Loss {

    @Override
    public List<Role> roles() {
        return Critics.ofFake();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        return inputs.get(Role.PREDICTION).neg();
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Wants a high score for generated examples.",
                "−fake",
                Activation.IDENTITY,
                "M. Arjovsky et al., Wasserstein GAN, 2017, arXiv:1701.07875");
    }
}
