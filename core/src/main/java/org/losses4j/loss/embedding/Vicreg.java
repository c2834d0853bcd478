package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * VICReg loss: embeddings of two views of an example agree, while each feature varies over the batch and no two features say the
 * same.
 *
 * <p>invariance · mean((a − b)²) + variance · ½ (mean_d max(0, 1 − √(var a_d + ε)) + the same of b) + covariance · (Σ_{i≠j}
 * cov(a)_ij² + the same of b) / D, a and b being {@code first} and {@code second} [N, D] → [], with var and cov divided by N − 1.
 * Weights are a scalar; masks take examples out. One example alone has variances and covariances of 0, none has the loss 0: batches
 * should be large. At a deviation of 1 the gradient of the variance is 0. It takes memory for D² covariances.
 *
 * <p>A. Bardes, J. Ponce, Y. LeCun, "VICReg: Variance-Invariance-Covariance Regularization for Self-Supervised Learning", ICLR 2022,
 * arXiv:2105.04906; PyTorch Metric Learning, {@code VICRegLoss}.
 *
 * @param invariance the weight of the squared difference; ≥ 0; default 25
 * @param variance the weight of deviations below 1; ≥ 0; default 25
 * @param covariance the weight of covariances; ≥ 0; default 1
 * @param epsilon ε, added to variances before the root; ≥ 0; default 1e-4
 */
public record Vicreg(double invariance, double variance, double covariance, double epsilon) implements TwoViews {
    private static final String NAME = "vicreg";

    public Vicreg {
        Require.notNegative(NAME, "invariance", invariance);
        Require.notNegative(NAME, "variance", variance);
        Require.notNegative(NAME, "covariance", covariance);
        Require.notNegative(NAME, "epsilon", epsilon);
    }

    public Vicreg() {
        this(25, 25, 1, 1e-4);
    }

    @Override
    public Tensor loss(Features first, Features second) {
        int features = first.count();
        Tensor apart = first.present().sub(second.present()).square().sum();
        Tensor difference = apart.div(first.examples().maximum(1).mul(features));
        Tensor collapsed = flatness(first).add(flatness(second)).mul(0.5);
        Tensor redundant = redundancy(first).add(redundancy(second));
        return difference.mul(invariance).add(collapsed.mul(variance)).add(redundant.mul(covariance));
    }

    /** The mean over the features of max(0, 1 − √(var + ε)). */
    private Tensor flatness(Features features) {
        Tensor variances = features.deviations().square().sum(0, false).div(free(features));
        return variances.add(epsilon).safeSqrt().complement().relu().mean();
    }

    private static Tensor redundancy(Features features) {
        Tensor covariances =
                Features.products(features.deviations(), features.deviations()).div(free(features));
        return features.diagonal().where(0, covariances).square().sum().div(features.count());
    }

    private static Tensor free(Features features) {
        return features.examples().sub(1).maximum(1);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Two views agree, features vary, and no two features say the same.",
                "25·mean (a − b)² + 25·mean [1 − √(var + ε)]₊ + Σ_{i≠j} cov_ij²/D",
                Activation.IDENTITY,
                "A. Bardes et al., VICReg, 2022, arXiv:2105.04906");
    }
}
