package org.losses4j.loss.embedding;

import java.util.Optional;
import java.util.function.Consumer;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Batch-hard triplet loss: for each example, takes the farthest example of its class and the nearest of another class in the
 * batch.
 *
 * <p>max(0, h − n + margin), or softplus(h − n), where h is the largest distance to another example of the same class, or with easy
 * positives the smallest (0 if there is none), and n the smallest to one of another class; embeddings [N, D] and classes [N] → [N]. Among equal
 * candidates the first gets the gradient. A batch of a single class is an error.
 *
 * <p>A. Hermans, L. Beyer, B. Leibe, "In Defense of the Triplet Loss for Person Re-Identification", 2017,
 * arXiv:1703.07737; easy positives: H. Xuan, A. Stylianou, R. Pless, "Improved Embeddings with Easy Positive Triplet Mining", WACV
 * 2020, arXiv:1904.04370.
 *
 * @param margin the wanted gap between the two distances; ≥ 0; default 1; not used with a soft margin
 * @param softMargin whether softplus takes the place of the margin; default false
 * @param distance the distance between embeddings; default euclidean
 * @param positives the example of the same class to take: the farthest, hard, or the nearest, easy; default hard
 */
public record BatchHardTriplet(double margin, boolean softMargin, Distance distance, Positives positives)
        implements MinedLoss {
    private static final String NAME = "batch_hard_triplet";

    public BatchHardTriplet {
        Require.notNegative(NAME, "margin", margin);
    }

    public BatchHardTriplet() {
        this(1, false, Distance.EUCLIDEAN, Positives.HARD);
    }

    @Override
    public Optional<Consumer<Inputs>> valueCheck() {
        return Optional.of(inputs -> Pairs.checkClasses(NAME, inputs));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor distances = Pairs.distances(inputs, distance);
        Tensor toPositive = positives.distance(pairs.positive(), distances);
        Tensor nearest =
                pairs.negative().where(distances, Double.POSITIVE_INFINITY).min(1, false);
        Tensor gap = toPositive.sub(nearest);
        return softMargin ? gap.softplus() : gap.add(margin).relu();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Triplets of the farthest of the same class and the nearest of another, mined from the batch.",
                "max(0, max d(a, p) − min d(a, n) + margin)",
                Activation.IDENTITY,
                "A. Hermans et al., In Defense of the Triplet Loss, 2017, arXiv:1703.07737");
    }
}
