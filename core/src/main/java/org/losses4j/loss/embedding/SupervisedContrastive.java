package org.losses4j.loss.embedding;

import java.util.Optional;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Supervised contrastive loss: each example against all others of the batch, with those of its class as positives.
 *
 * <p>−mean over the other members p of the class of i of (s_ip/τ − log Σ_{a≠i} e^{s_ia/τ}), s being the cosine similarity;
 * embeddings [N, D] and classes [N] → [N]. An example without another of its class does not count: it is worth 0 and is in no
 * mean. A vector of length 0 has the similarity 0 to all, and the gradient 0.
 *
 * <p>P. Khosla et al., "Supervised Contrastive Learning", NeurIPS 2020, arXiv:2004.11362; pytorch-metric-learning, {@code
 * SupConLoss}.
 *
 * @param temperature τ; above 0; default 0.1
 */
public record SupervisedContrastive(double temperature) implements MinedLoss {

    public SupervisedContrastive {
        Require.positive("supervised_contrastive", "temperature", temperature);
    }

    public SupervisedContrastive() {
        this(0.1);
    }

    @Override
    public Optional<Tensor> countedUnits(Inputs inputs) {
        return Optional.of(Pairs.any(Pairs.of(inputs).positive()));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor similarity = Pairs.cosines(inputs).div(temperature);
        Tensor against = Pairs.logSumExp(pairs.positive().add(pairs.negative()), similarity);
        Tensor surprises = pairs.positive().where(against.unsqueeze(1).sub(similarity), 0);
        return surprises.sum(1, false).div(pairs.positive().sum(1, false).maximum(1));
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Each example against all others of the batch, with those of its class as positives.",
                "−mean_p (s_ip/τ − log Σ_{a≠i} e^{s_ia/τ}); s = cosine similarity, p of the class of i",
                Activation.IDENTITY,
                "P. Khosla et al., Supervised Contrastive Learning, 2020, arXiv:2004.11362");
    }
}
