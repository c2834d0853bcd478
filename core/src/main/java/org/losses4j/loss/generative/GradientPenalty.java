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
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Gradient penalty: keeps a critic Lipschitz by penalising a gradient by its input whose length is not the wanted one.
 *
 * <p>(‖gradient‖ − target)² with the norm over all but the first axis; [N, …] → [N]. A gradient of 0 has no direction: no
 * gradient flows from there. The factor λ, 10 in the paper, is left to the caller.
 *
 * <p>I. Gulrajani et al., "Improved Training of Wasserstein GANs", NeurIPS 2017, arXiv:1704.00028.
 *
 * @param target the wanted length; ≥ 0; default 1
 */
public record GradientPenalty(double target) implements Loss {
    private static final String NAME = "gradient_penalty";
    private static final String GRADIENT = "gradient";

    public GradientPenalty {
        Require.notNegative(NAME, "target", target);
    }

    public GradientPenalty() {
        this(1);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.trained(GRADIENT, Role.ShapeRule.FIRST));
    }

    @Override
    public void check(Shapes shapes) {
        Shape gradient = shapes.get(GRADIENT);
        if (gradient.rank() == 0) {
            throw new IllegalArgumentException(NAME + ": the input '" + GRADIENT + "' has the shape " + gradient
                    + ", wanted the number of examples first: [N, …]");
        }
    }

    @Override
    public Tensor formula(Inputs inputs) {
        return inputs.get(GRADIENT).square().sumAfter(1).safeSqrt().sub(target).square();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Wants a critic's gradient by its input to have length 1.",
                "(‖∇D(x̂)‖ − target)²",
                Activation.IDENTITY,
                "I. Gulrajani et al., Improved Training of Wasserstein GANs, 2017, arXiv:1704.00028");
    }
}
