package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Multi-similarity loss: weighs each pair by its own similarity and by how it compares with the anchor's other pairs.
 *
 * <p>log(1 + Σ_p e^{−α(s_ip − b)})/α + log(1 + Σ_n e^{β(s_in − b)})/β over the others p of the class of i and the examples n of other
 * classes, s being the cosine similarity; embeddings [N, D] and classes [N] → [N]. Every anchor counts, one without pairs with 0.
 * A vector of length 0 has the similarity 0 to all, and the gradient 0. The pairs are those of the whole batch, without the
 * paper's mining.
 *
 * <p>X. Wang et al., "Multi-Similarity Loss with General Pair Weighting", CVPR 2019, arXiv:1904.06627;
 * pytorch-metric-learning, {@code MultiSimilarityLoss}.
 *
 * @param alpha α, the sharpness for pairs of one class; above 0; default 2
 * @param beta β, the sharpness for pairs of different classes; above 0; default 50
 * @param base b, the similarity that divides near from far; default 0.5
 */
public record MultiSimilarity(double alpha, double beta, double base) implements MinedLoss {
    private static final String NAME = "multi_similarity";

    public MultiSimilarity {
        Require.positive(NAME, "alpha", alpha);
        Require.positive(NAME, "beta", beta);
        Require.finite(NAME, "base", base);
    }

    public MultiSimilarity() {
        this(2, 50, 0.5);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor above = Pairs.cosines(inputs).sub(base);
        Tensor together = logOfOneAnd(pairs.positive(), above.mul(-alpha)).div(alpha);
        return together.add(logOfOneAnd(pairs.negative(), above.mul(beta)).div(beta));
    }

    /** log(1 + Σ eˣ) over each anchor's pairs among these, without overflow. */
    private static Tensor logOfOneAnd(Tensor pairs, Tensor x) {
        Tensor exponents = pairs.where(x, Double.NEGATIVE_INFINITY);
        Tensor peak = exponents.max(1, true).relu().stopGradient();
        Tensor sum = exponents.sub(peak).exp().sum(1, true).add(peak.neg().exp());
        Tensor logarithm = sum.log().add(peak);
        return logarithm.reshape(logarithm.shape().leading(1));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "All pairs of the batch, each weighed against the anchor's others.",
                "log(1 + Σ_p e^{−α(s_ip − b)})/α + log(1 + Σ_n e^{β(s_in − b)})/β; s = cosine similarity",
                Activation.IDENTITY,
                "X. Wang et al., Multi-Similarity Loss, 2019, arXiv:1904.06627");
    }
}
