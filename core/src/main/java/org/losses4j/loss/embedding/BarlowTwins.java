package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Barlow Twins loss: each feature of one view of the examples correlates with the same feature of the other view, and with no other.
 *
 * <p>Σ_i (1 − C_ii)² + off_diagonal · Σ_{i≠j} C_ij² with C = z_aᵀ z_b / N and z = (x − mean) / √(var + ε) by feature, var divided by
 * N, for a and b, {@code first} and {@code second} [N, D] → []. Weights are a scalar; masks take examples out. One example alone
 * correlates with nothing and has the loss D, none has the loss 0: batches should be large. It takes memory for D² correlations.
 *
 * <p>J. Zbontar et al., "Barlow Twins: Self-Supervised Learning via Redundancy Reduction", ICML 2021, arXiv:2103.03230.
 *
 * @param offDiagonal the weight of correlations of different features; ≥ 0; default 0.005
 * @param epsilon ε, added to variances before the root; ≥ 0; default 1e-5, that of PyTorch's batch normalisation
 */
public record BarlowTwins(double offDiagonal, double epsilon) implements TwoViews {
    private static final String NAME = "barlow_twins";

    public BarlowTwins {
        Require.notNegative(NAME, "off_diagonal", offDiagonal);
        Require.notNegative(NAME, "epsilon", epsilon);
    }

    public BarlowTwins() {
        this(0.005, 1e-5);
    }

    @Override
    public Tensor loss(Features first, Features second) {
        Tensor correlations = Features.products(standardised(first), standardised(second))
                .div(first.examples().maximum(1));
        Tensor same = first.diagonal();
        Tensor different = same.where(0, correlations).square().sum();
        Tensor missing = same.where(correlations.complement(), 0).square().sum();
        return missing.add(different.mul(offDiagonal));
    }

    private Tensor standardised(Features features) {
        Tensor variances = features.deviations()
                .square()
                .sum(0, true)
                .div(features.examples().maximum(1));
        Tensor deviation = variances.add(epsilon).safeSqrt();
        Tensor none = deviation.equal(0);
        return none.where(0, features.deviations()).div(none.where(1, deviation));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Features of two views correlate one with its own, and with no other.",
                "Σ (1 − C_ii)² + off_diagonal·Σ_{i≠j} C_ij²; C = correlations over the batch",
                Activation.IDENTITY,
                "J. Zbontar et al., Barlow Twins, 2021, arXiv:2103.03230");
    }
}
