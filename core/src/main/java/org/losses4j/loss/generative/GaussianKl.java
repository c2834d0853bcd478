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
 * Kullback–Leibler divergence of a diagonal normal distribution from the standard one, KL(N(μ, σ²) ‖ N(0, 1)), as its terms for
 * each latent.
 *
 * <p>−½ (1 + log σ² − μ² − σ²) of {@code mean} and {@code log_variance}, both [N, L] → [N, L], to be summed over the latents.
 * For σ → 0 it grows like −½ log σ², and is finite as long as log σ² is.
 *
 * <p>D. P. Kingma, M. Welling, "Auto-Encoding Variational Bayes", ICLR 2014, arXiv:1312.6114, appendix B.
 */
public record GaussianKl() implements Loss {
    static final String MEAN = "mean";
    static final String LOG_VARIANCE = "log_variance";

    @Override
    public List<Role> roles() {
        return List.of(Role.trained(MEAN, Role.ShapeRule.FIRST), Role.trained(LOG_VARIANCE, Role.ShapeRule.SAME));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        return divergence(inputs.get(MEAN), inputs.get(LOG_VARIANCE));
    }

    static Tensor divergence(Tensor mean, Tensor logVariance) {
        return mean.square().add(logVariance.expm1()).sub(logVariance).mul(0.5);
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "How far a normal distribution is from the standard one.",
                "−½(1 + log σ² − μ² − σ²)",
                Activation.IDENTITY,
                "D. P. Kingma, M. Welling, 2014, arXiv:1312.6114");
    }
}
