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
 * Loss of a GAN's generator: small where the discriminator takes generated examples for real ones.
 *
 * <p>softplus(−fake) on logits, which does not saturate while the discriminator wins, or −softplus(fake), the original
 * minimax form, which does; [N, …] → [N, …].
 *
 * <p>I. Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, arXiv:1406.2661, section 3.
 *
 * @param saturating whether the minimax form is used; default false
 */
public record GanGenerator(boolean saturating) implements Loss {

    public GanGenerator() {
        this(false);
    }

    @Override
    public List<Role> roles() {
        return Critics.ofFake();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor fake = inputs.get(Role.PREDICTION);
        return saturating ? fake.softplus().neg() : fake.neg().softplus();
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.ofLogits(
                Task.GENERATIVE,
                "Wants generated examples to be called real.",
                "softplus(−fake), or −softplus(fake) if saturating",
                Activation.SIGMOID,
                "I. Goodfellow et al., Generative Adversarial Nets, 2014, arXiv:1406.2661");
    }
}
