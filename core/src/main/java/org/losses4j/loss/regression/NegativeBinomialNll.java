package org.losses4j.loss.regression;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.LogGamma;
import org.losses4j.tensor.Tensor;

/**
 * The negative log-likelihood of a negative binomial distribution, for counts that vary more than Poisson's.
 *
 * <p>log Γ(r) + log k! − log Γ(r + k) + (r + k)·log(r + μ) − r·log r − k·log μ with the prediction log μ, the mean's logarithm,
 * the {@code total_count} r > 0 and the target's count k ≥ 0; all [N, …, C] → [N, …, C]. The variance is μ + μ²/r, so that it tends
 * to {@link PoissonNll} with log k! as r grows. Finite and right for predictions up to ±10⁴ and r from 10⁻²⁰ to 10²⁰; differences of large
 * numbers are taken on paper, so that counts of thousands keep their digits in float32.
 *
 * <p>J. M. Hilbe, "Negative Binomial Regression", 2nd edition, 2011; PyTorch, {@code distributions.NegativeBinomial}.
 */
public record NegativeBinomialNll() implements Loss {
    private static final String TOTAL_COUNT = "total_count";

    @Override
    public List<Role> roles() {
        return List.of(
                Role.prediction(),
                Role.trained(TOTAL_COUNT, Role.ShapeRule.SAME).of(AllowedValues.POSITIVE),
                Role.target().of(AllowedValues.NOT_NEGATIVE));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor logMean = inputs.get(Role.PREDICTION);
        Tensor r = inputs.get(TOTAL_COUNT);
        Tensor k = inputs.get(Role.TARGET);
        Tensor none = k.equal(0);
        Tensor odds = logMean.sub(r.log());
        Tensor ratio = k.div(r).log1p();
        // Stirling's series for each log Γ: of their large parts little is left where mean and count are alike.
        Tensor ofSpread = r.mul(odds.softplus().sub(ratio));
        Tensor ofCount = k.mul(odds.neg()
                .softplus()
                .sub(none.where(0, r.sub(1).div(k.add(1))).log1p()));
        // The first two are equal without counts, but their slopes near r = 0 are so steep that rounding tells them
        // apart.
        Tensor remainders = LogGamma.remainder(r)
                .sub(LogGamma.remainder(r.add(k)))
                .add(LogGamma.remainder(k.add(1)))
                .add(0.5 * Math.log(2 * Math.PI) - 1);
        return ofSpread.add(ofCount).add(ratio.add(k.log1p()).mul(0.5)).add(none.where(0, remainders));
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The likelihood of counts that vary more than Poisson's, with predicted mean and spread.",
                "log Γ(r) + log k! − log Γ(r+k) + (r+k)·log(r+μ) − r·log r − k·log μ; log μ = prediction",
                Activation.IDENTITY,
                "J. M. Hilbe, Negative Binomial Regression, 2011; PyTorch, distributions.NegativeBinomial");
    }
}
