package org.losses4j.loss.classification;

import java.util.List;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.tensor.Tensor;

/**
 * PolyLoss: categorical cross-entropy with another weight for 1 − p, the first term of its expansion.
 *
 * <p>Σ w · y · (−log p + ε · (1 − p)) with p = softmax(prediction) along the class axis and w the {@code class_weights} [C],
 * 1 if left out; [N, …, C] and targets of the same shape → [N, …]. ε &gt; 0 demands more confidence, ε &lt; 0 less; 0 is
 * cross-entropy.
 *
 * <p>Z. Leng et al., "PolyLoss: A Polynomial Expansion Perspective of Classification Loss Functions", ICLR 2022,
 * arXiv:2204.12511.
 *
 * @param polyEpsilon ε; finite; default 2, as in Optax
 * @param axis the class axis; default −1, the last
 */
public record Poly1CrossEntropy(double polyEpsilon, int axis) implements RowLoss {

    public Poly1CrossEntropy {
        Require.finite("poly1_cross_entropy", "poly_epsilon", polyEpsilon);
    }

    public Poly1CrossEntropy() {
        this(2, -1);
    }

    @Override
    public List<Role> roles() {
        return Targets.denseRoles();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Tensor logProbability = inputs.get(Role.PREDICTION).logSoftmax(axis);
        Tensor rest = logProbability.expm1().neg();
        Tensor loss = Targets.crossEntropy(target, logProbability)
                .add(target.mul(rest).mul(polyEpsilon));
        return Targets.classWeights(inputs, axis).map(loss::mul).orElse(loss).sum(axis, false);
    }

    @Override
    public LossDescription description() {
        return Classes.description(
                "Cross-entropy with another weight for the first term of its expansion.",
                "Σ y·(−log p + ε·(1−p)); p = softmax(prediction)",
                true,
                "Z. Leng et al., PolyLoss, 2022, arXiv:2204.12511");
    }
}
