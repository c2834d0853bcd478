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
 * Semi-hard triplet loss: for each pair of one class, takes the negative in the batch that is just farther away.
 *
 * <p>For each pair (a, p) of one class: max(0, d(a, p) − n + margin), n being the smallest distance from a to another
 * class that is larger than d(a, p), or the largest if none is; embeddings [N, D] and classes [N] → [N], each example's
 * sum over its pairs, scaled so that the mean over the batch is the mean over all pairs. A batch of a single class is an
 * error. The negatives are found by a host function; memory O(N²).
 *
 * <p>F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet", CVPR 2015, arXiv:1503.03832.
 *
 * @param margin the wanted gap between the two distances; ≥ 0; default 1
 * @param distance the distance between embeddings; default euclidean; the paper has squared_euclidean
 */
public record SemiHardTriplet(double margin, Distance distance) implements MinedLoss {
    private static final String NAME = "semi_hard_triplet";

    public SemiHardTriplet {
        Require.notNegative(NAME, "margin", margin);
    }

    public SemiHardTriplet() {
        this(1, Distance.EUCLIDEAN);
    }

    @Override
    public Optional<Consumer<Inputs>> valueCheck() {
        return Optional.of(inputs -> Pairs.checkClasses(NAME, inputs));
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor distances = Pairs.distances(inputs, distance);
        Tensor sums = distances.host(new SemiHardNegatives(margin), pairs.positive(), pairs.negative());
        return pairs.overPositivePairs(sums);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Triplets with a negative that is just farther than the positive, mined from the batch.",
                "max(0, d(a, p) − min{d(a, n) > d(a, p)} + margin)",
                Activation.IDENTITY,
                "F. Schroff et al., FaceNet, 2015, arXiv:1503.03832");
    }
}
