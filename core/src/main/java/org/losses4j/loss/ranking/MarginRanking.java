package org.losses4j.loss.ranking;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.Margins;
import org.losses4j.tensor.Tensor;

/**
 * Margin ranking loss: penalises two scores that are not in the wanted order by a margin.
 *
 * <p>max(0, −t · (first − second) + margin); {@code first}, {@code second} and target [N, …] → [N, …]. Targets t are 1 where the
 * first is to be the larger and −1 where the second is, or 1 and 0, where 0 is read as −1. On the margin itself the gradient is that
 * of the violated side, so that equal scores are drawn apart.
 *
 * <p>PyTorch, {@code MarginRankingLoss}.
 *
 * @param margin the wanted gap between the two scores; ≥ 0; default 0
 */
public record MarginRanking(double margin) implements Loss {
    private static final String FIRST = "first";
    private static final String SECOND = "second";

    public MarginRanking {
        Require.notNegative("margin_ranking", "margin", margin);
    }

    public MarginRanking() {
        this(0);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.trained(FIRST, Role.ShapeRule.FIRST), Role.trained(SECOND, Role.ShapeRule.SAME), Margins.signs());
    }

    @Override
    public boolean pointwise() {
        return true;
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor lead = inputs.get(FIRST).sub(inputs.get(SECOND));
        Tensor wrong = Margins.sign(inputs.get(Role.TARGET)).mul(lead).neg();
        return Margins.violation(wrong.add(margin));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.RANKING,
                "Two scores in the wanted order, a margin apart.",
                "max(0, −t·(first − second) + margin); t = −1 or 1",
                Activation.IDENTITY,
                "PyTorch, MarginRankingLoss");
    }
}
