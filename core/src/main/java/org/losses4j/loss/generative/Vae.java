package org.losses4j.loss.generative;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The negative evidence lower bound of a variational autoencoder with normal latents: reconstruction error plus divergence.
 *
 * <p>Σ reconstruction(prediction, target) + β · Σ −½ (1 + log σ² − μ² − σ²), summed over pixels and over latents;
 * prediction and target [N, …], {@code mean} and {@code log_variance} [N, L] → [N].
 *
 * <p>D. P. Kingma, M. Welling, "Auto-Encoding Variational Bayes", ICLR 2014, arXiv:1312.6114; I. Higgins et al.,
 * "beta-VAE", ICLR 2017.
 *
 * @param reconstruction squared_error (default) or binary_cross_entropy, which reads logits
 * @param beta the weight of the divergence; ≥ 0; default 1
 */
public record Vae(Reconstruction reconstruction, double beta) implements Loss {
    private static final String NAME = "vae";

    /** The measure of the reconstruction error. */
    public enum Reconstruction {
        /** (prediction − target)². */
        SQUARED_ERROR,
        /** Binary cross-entropy of logits, for pixels in [0, 1]. */
        BINARY_CROSS_ENTROPY
    }

    public Vae {
        Require.notNegative(NAME, "beta", beta);
    }

    public Vae() {
        this(Reconstruction.SQUARED_ERROR, 1);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.prediction(),
                Role.target(),
                Role.trained(GaussianKl.MEAN, Role.ShapeRule.BATCH),
                Role.trained(GaussianKl.LOG_VARIANCE, Role.ShapeRule.BATCH));
    }

    @Override
    public void check(Shapes shapes) {
        Shape mean = shapes.get(GaussianKl.MEAN);
        Shape logVariance = shapes.get(GaussianKl.LOG_VARIANCE);
        Shape prediction = shapes.get(Role.PREDICTION);
        if (prediction.rank() == 0) {
            throw new IllegalArgumentException(NAME + ": the input 'prediction' has the shape " + prediction
                    + ", wanted the number of examples first: [N, …]");
        }
        if (!mean.equals(logVariance)) {
            throw new IllegalArgumentException(NAME + ": the input 'log_variance' has the shape " + logVariance
                    + ", wanted that of 'mean', " + mean);
        }
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Loss distance =
                reconstruction == Reconstruction.SQUARED_ERROR ? new MeanSquaredError() : new BinaryCrossEntropy();
        Tensor error = distance.formula(Inputs.of(inputs.get(Role.PREDICTION), inputs.get(Role.TARGET)));
        Tensor divergence = GaussianKl.divergence(inputs.get(GaussianKl.MEAN), inputs.get(GaussianKl.LOG_VARIANCE));
        return error.sumAfter(1).add(divergence.sumAfter(1).mul(beta));
    }

    @Override
    public LossDescription description() {
        boolean squared = reconstruction == Reconstruction.SQUARED_ERROR;
        return new LossDescription(
                Task.GENERATIVE,
                "Reconstruction and latent divergence of a variational autoencoder.",
                "Σ reconstruction + β·Σ −½(1 + log σ² − μ² − σ²)",
                Activation.IDENTITY,
                squared ? Activation.IDENTITY : Activation.SIGMOID,
                "D. P. Kingma, M. Welling, 2014, arXiv:1312.6114");
    }
}
