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
import org.losses4j.tensor.LogGamma;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * The negative log-likelihood of Student's t distribution whose location and scale are both predicted: as {@link GaussianNll}, but
 * an outlier costs only the logarithm of its distance.
 *
 * <p>log s + (ν + 1)/2 · log(1 + e²/(ν s²)) + ½ log(πν) + log Γ(ν/2) − log Γ((ν + 1)/2) with e = prediction − target and s the
 * {@code scale}; [N, …, C], and target and scale of the same shape → [N, …, C]. Scales must be above 0, at least 1.2 · 10⁻³⁸. Finite and right however far the target is.
 *
 * <p>PyTorch, {@code distributions.StudentT}.
 *
 * @param degreesOfFreedom ν, small for heavy tails; large is nearly normal; above 0; default 4
 */
public record StudentTNll(double degreesOfFreedom) implements Loss {
    private static final String SCALE = "scale";
    // From this e/(s√ν) on, log(1 + t²) is log t² to the last bit, and t² is far from overflow.
    private static final double FAR = 1e9;

    public StudentTNll {
        Require.positive("student_t_nll", "degrees_of_freedom", degreesOfFreedom);
    }

    public StudentTNll() {
        this(4);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.prediction(),
                Role.target(),
                Role.trained(SCALE, Role.ShapeRule.SAME).of(AllowedValues.POSITIVE));
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor scale = inputs.get(SCALE);
        Tensor error = inputs.get(Role.PREDICTION).sub(inputs.get(Role.TARGET));
        Tensor unit = scale.mul(Math.sqrt(degreesOfFreedom));
        Tensor far = error.abs().greater(unit.mul(FAR));
        Tensor near = far.where(0, error).div(unit).square().log1p();
        Tensor distant = far.where(error, 1).abs().log().sub(unit.log()).mul(2);
        return scale.log()
                .add(far.where(distant, near).mul((degreesOfFreedom + 1) / 2))
                .add(constant());
    }

    /** ½ log(πν) + log Γ(ν/2) − log Γ((ν + 1)/2) by Stirling's series, the large parts of which cancel. */
    private double constant() {
        double half = degreesOfFreedom / 2;
        double[] remainders =
                LogGamma.remainder(ReferenceTensor.vector(half, half + 0.5)).toArray();
        double ratio = half * Math.log1p(0.5 / half) - 0.5 + remainders[1] - remainders[0];
        return 0.5 * Math.log(2 * Math.PI) - ratio;
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.REGRESSION,
                "The likelihood of Student's t distribution with predicted location and scale.",
                "log s + (ν+1)/2·log(1 + e²/(ν·s²)) + const; e = prediction − target, s = scale",
                Activation.IDENTITY,
                "PyTorch, distributions.StudentT");
    }
}
