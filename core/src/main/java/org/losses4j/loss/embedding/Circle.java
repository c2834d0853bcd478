package org.losses4j.loss.embedding;

import java.util.Optional;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Circle loss: draws similarities within classes to 1 and those between classes to 0, each at a pace of its own, by how far it is
 * from there.
 *
 * <p>softplus(log Σ_n e^{γ·[s_n + m]₊·(s_n − m)} + log Σ_p e^{−γ·[1 + m − s_p]₊·(s_p − 1 + m)}) over the others p of an anchor's class and
 * the examples n of other classes, s being the cosine similarity, the paces [·]₊ = max(0, ·) constants for the gradient; embeddings
 * [N, D] and classes [N] → [N]. An anchor without p or without n does not count: it is worth 0 and is in no mean. A vector of length 0
 * has the similarity 0 to all, and the gradient 0.
 *
 * <p>Y. Sun et al., "Circle Loss", CVPR 2020, arXiv:2002.10857; pytorch-metric-learning, {@code CircleLoss}.
 *
 * @param margin m, the wanted distance of similarities from 1 and 0; ≥ 0; default 0.4
 * @param gamma γ, the scale; above 0; default 80
 */
public record Circle(double margin, double gamma) implements MinedLoss {
    private static final String NAME = "circle";

    public Circle {
        Require.notNegative(NAME, "margin", margin);
        Require.positive(NAME, "gamma", gamma);
    }

    public Circle() {
        this(0.4, 80);
    }

    @Override
    public Optional<Tensor> countedUnits(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        return Optional.of(Pairs.any(pairs.positive()).mul(Pairs.any(pairs.negative())));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor similarity = Pairs.cosines(inputs);
        Tensor apart = similarity.add(margin).relu().stopGradient().mul(similarity.sub(margin));
        Tensor together = similarity
                .neg()
                .add(1 + margin)
                .relu()
                .stopGradient()
                .mul(similarity.neg().add(1 - margin));
        Tensor ofNegatives = Pairs.logSumExp(pairs.negative(), apart.mul(gamma));
        return ofNegatives
                .add(Pairs.logSumExp(pairs.positive(), together.mul(gamma)))
                .softplus();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Similarities within classes to 1, between classes to 0, each at a pace of its own.",
                "softplus(log Σ_n e^{γ[s_n+m]₊(s_n−m)} + log Σ_p e^{−γ[1+m−s_p]₊(s_p−1+m)})",
                Activation.IDENTITY,
                "Y. Sun et al., Circle Loss, 2020, arXiv:2002.10857");
    }
}
