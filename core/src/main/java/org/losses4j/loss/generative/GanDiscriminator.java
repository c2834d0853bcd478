package org.losses4j.loss.generative;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Binary cross-entropy of a GAN's discriminator: the target is 1 for real examples and 0 for generated ones.
 *
 * <p>softplus(−real) + softplus(fake) on logits; {@code real} and {@code fake} [N, …] → [N, …]. With smoothing s the target of
 * real examples is 1 − s/2. The factor ½ of some texts is left to the caller.
 *
 * <p>I. Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, arXiv:1406.2661.
 *
 * @param labelSmoothing s, which changes the target of real examples alone; within [0, 1); default 0
 */
public record GanDiscriminator(double labelSmoothing) implements Loss {

    public GanDiscriminator {
        Require.smoothing("gan_discriminator", labelSmoothing);
    }

    public GanDiscriminator() {
        this(0);
    }

    @Override
    public List<Role> roles() {
        return Critics.ofBoth();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor real = inputs.get(Critics.REAL);
        double wanted = 1 - labelSmoothing / 2;
        Tensor ofReal = real.neg().softplus().mul(wanted).add(real.softplus().mul(1 - wanted));
        return ofReal.add(inputs.get(Critics.FAKE).softplus());
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.ofLogits(
                Task.GENERATIVE,
                "Calls real examples 1 and generated ones 0.",
                "softplus(−real) + softplus(fake)",
                Activation.SIGMOID,
                "I. Goodfellow et al., Generative Adversarial Nets, 2014, arXiv:1406.2661");
    }
}
