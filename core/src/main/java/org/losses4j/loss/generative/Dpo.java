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
import org.losses4j.tensor.Tensor;

/**
 * Direct preference optimisation: makes a model prefer the chosen of two answers more than a reference model does.
 *
 * <p>−(1 − s) · log σ(βh) − s · log σ(−βh) with h = (policy_chosen − policy_rejected) − (reference_chosen − reference_rejected), the
 * inputs being the logarithms of the probabilities of whole answers, summed over their tokens, [N] or [N, 1] → [N]. The reference has
 * no gradient. Linear in h far on the wrong side: it cannot overflow.
 *
 * <p>R. Rafailov et al., "Direct Preference Optimization: Your Language Model is Secretly a Reward Model", NeurIPS 2023,
 * arXiv:2305.18290; s as in E. Mitchell, "A note on DPO with noisy preferences", 2023.
 *
 * @param beta β, how strictly the model keeps to the reference; above 0; default 0.1
 * @param labelSmoothing s, the share of preferences that are taken to be the wrong way round; within [0, 1); default 0
 */
public record Dpo(double beta, double labelSmoothing) implements Loss {
    private static final String NAME = "dpo";
    private static final String POLICY_CHOSEN = "policy_chosen";
    private static final String POLICY_REJECTED = "policy_rejected";
    private static final String REFERENCE_CHOSEN = "reference_chosen";
    private static final String REFERENCE_REJECTED = "reference_rejected";

    public Dpo {
        Require.positive(NAME, "beta", beta);
        Require.smoothing(NAME, labelSmoothing);
    }

    public Dpo() {
        this(0.1, 0);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.trained(POLICY_CHOSEN, Role.ShapeRule.FIRST),
                Role.trained(POLICY_REJECTED, Role.ShapeRule.SAME),
                Role.given(REFERENCE_CHOSEN, Role.ShapeRule.SAME),
                Role.given(REFERENCE_REJECTED, Role.ShapeRule.SAME));
    }

    @Override
    public void check(Shapes shapes) {
        PerExample.check(NAME, POLICY_CHOSEN, shapes, "sum the log-probabilities of an answer over its tokens");
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor policy = inputs.get(POLICY_CHOSEN).sub(inputs.get(POLICY_REJECTED));
        Tensor reference = inputs.get(REFERENCE_CHOSEN).sub(inputs.get(REFERENCE_REJECTED));
        Tensor reward = PerExample.flat(policy.sub(reference)).mul(beta);
        Tensor right = reward.logSigmoid().mul(labelSmoothing - 1);
        return labelSmoothing == 0 ? right : right.sub(reward.neg().logSigmoid().mul(labelSmoothing));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.GENERATIVE,
                "Prefers the chosen of two answers more than a reference model does.",
                "−log σ(β·h); h = (π_chosen − π_rejected) − (ref_chosen − ref_rejected)",
                Activation.IDENTITY,
                "R. Rafailov et al., Direct Preference Optimization, 2023, arXiv:2305.18290");
    }
}
