package org.losses4j.loss.generative;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Loss of a relativistic average GAN's discriminator: real examples are to look more real than generated ones do on average, and
 * the other way round.
 *
 * <p>softplus(−(real_i − mean of fake)) + softplus(fake_i − mean of real) on logits; {@code real} and {@code fake} [N] or [N, 1] →
 * [N], a value for each pair. Gradients go through the means. Masks take examples out of the means; weights do not change them. Finite
 * and right for |logit| up to 10⁹.
 *
 * <p>A. Jolicoeur-Martineau, "The relativistic discriminator: a key element missing from standard GAN", ICLR 2019,
 * arXiv:1807.00734.
 */
public record RelativisticDiscriminator() implements Relativistic {

    @Override
    public Tensor formula(Inputs inputs) {
        return Relativistic.apart(inputs, Critics.REAL, Critics.FAKE);
    }

    @Override
    public LossDescription description() {
        return LossDescription.ofLogits(
                Task.GENERATIVE,
                "Real examples look more real than generated ones on average.",
                "softplus(−(real_i − mean fake)) + softplus(fake_i − mean real)",
                Activation.SIGMOID,
                "A. Jolicoeur-Martineau, The relativistic discriminator, 2019, arXiv:1807.00734");
    }
}
