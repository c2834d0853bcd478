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
 * Binary cross-entropy of a discriminator: real examples are to be called 1, generated ones 0.
 *
 * <p>softplus(−real) + softplus(fake) on logits; twice [N, …] → [N, …]. With smoothing s the target of real examples is
 * 1 − s/2. The ½ of some texts is a factor that the caller sets.
 *
 * <p>I. Goodfellow et al., "Generative Adversarial Nets", NeurIPS 2014, arXiv:1406.2661.
 *
 * @param labelSmoothing s, for the real examples alone; within [0, 1); default 0
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
