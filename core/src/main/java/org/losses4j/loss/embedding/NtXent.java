package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * NT-Xent, the normalised, temperature-scaled cross-entropy of contrastive learning: each positive pair against all negatives.
 *
 * <p>For each pair (i, j) of one class: −log(e^{s_ij/τ} / (e^{s_ij/τ} + Σ_k e^{s_ik/τ})) over all k of other classes, s
 * being the cosine similarity; embeddings [N, D] and classes [N] → [N], each example's sum over its pairs, scaled so
 * that the mean over the batch is the mean over all pairs. Views of one image share a class of their own.
 *
 * <p>T. Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020,
 * arXiv:2002.05709; Optax, {@code ntxent}.
 *
 * @param temperature τ; above 0; default 0.07
 */
public record NtXent(double temperature) implements MinedLoss {
    private static final String NAME = "nt_xent";

    public NtXent {
        Require.positive(NAME, "temperature", temperature);
    }

    public NtXent() {
        this(0.07);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor similarity = Pairs.cosines(inputs).div(temperature);
        Tensor anyNegative = pairs.negative().max(1, true);
        Tensor negatives = anyNegative.where(pairs.negative().where(similarity, Double.NEGATIVE_INFINITY), 0);
        Tensor against = anyNegative.where(negatives.logSumExp(1, true), Double.NEGATIVE_INFINITY);
        return pairs.meanOverPositivePairs(against.sub(similarity).softplus());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Contrastive cross-entropy of each positive pair against all negatives of the batch.",
                "−log(e^{s_ij/τ} / (e^{s_ij/τ} + Σ_k e^{s_ik/τ})); s = cosine similarity",
                Activation.IDENTITY,
                "T. Chen et al., SimCLR, 2020, arXiv:2002.05709; Optax, ntxent");
    }
}
