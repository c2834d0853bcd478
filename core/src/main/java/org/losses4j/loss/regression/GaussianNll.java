package org.losses4j.loss.regression;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * The negative log-likelihood of a normal distribution whose mean and variance are both predicted.
 *
 * <p>½ (log v + (prediction − target)² / v), plus ½ log 2π if {@code full}, with v = max(variance, ε); [N, …, C] and a
 * {@code variance} of the same shape, ≥ 0 → [N, …, C]. No gradient flows to a variance at or below ε.
 *
 * <p>D. A. Nix, A. S. Weigend, "Estimating the mean and variance of the target probability distribution", 1994.
 *
 * @param epsilon the least variance; above 0; default 1e-6
 * @param full whether the constant ½ log 2π is part of it; default false
 */
public record GaussianNll(double epsilon, boolean full) implements Loss {
    private static final String VARIANCE = "variance";

    public GaussianNll {
        Require.positive("gaussian_nll", "epsilon", epsilon);
    }

    public GaussianNll() {
        this(1e-6, false);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.prediction(),
                Role.target(),
                Role.trained(VARIANCE, Role.ShapeRule.SAME).of(AllowedValues.NOT_NEGATIVE));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor variance = inputs.get(VARIANCE).maximum(epsilon);
        Tensor squared =
                inputs.get(Role.PREDICTION).sub(inputs.get(Role.TARGET)).square();
        Tensor loss = variance.log().add(squared.div(variance)).mul(0.5);
        return full ? loss.add(0.5 * Math.log(2 * Math.PI)) : loss;
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The likelihood of a normal distribution with predicted mean and variance.",
                "½(log v + (prediction − target)²/v); v = max(variance, ε)",
                Activation.IDENTITY,
                "D. A. Nix, A. S. Weigend, 1994; PyTorch, GaussianNLLLoss");
    }
}
