package org.losses4j.loss.generative;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Loss of a relativistic average GAN's generator: generated examples are to look more real than real ones do on average.
 *
 * <p>softplus(−(fake_i − mean of real)) + softplus(real_i − mean of fake) on the discriminator's logits; {@code real} and {@code
 * fake} [N] or [N, 1] → [N], a value for each pair: {@link RelativisticDiscriminator} with its two inputs exchanged. Gradients go
 * through the means. Masks take examples out of the means; weights do not change them. Finite and right for |logit| up to 10⁹.
 *
 * <p>A. Jolicoeur-Martineau, "The relativistic discriminator: a key element missing from standard GAN", ICLR 2019,
 * arXiv:1807.00734.
 */
public record RelativisticGenerator() implements Relativistic {

    @Override
    public Tensor formula(Inputs inputs) {
        return Relativistic.apart(inputs, Critics.FAKE, Critics.REAL);
    }

    @Override
    public LossDescription description() {
        return LossDescription.ofLogits(
                Task.GENERATIVE,
                "Generated examples look more real than real ones on average.",
                "softplus(−(fake_i − mean real)) + softplus(real_i − mean fake)",
                Activation.SIGMOID,
                "A. Jolicoeur-Martineau, The relativistic discriminator, 2019, arXiv:1807.00734");
    }
}
