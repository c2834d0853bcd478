package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.BatchLoss;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Batch-all triplet loss: the mean over all triplets of the batch that are not yet a margin apart.
 *
 * <p>The mean of those max(0, d(a, p) − d(a, n) + margin) that are above 0, over anchors a, others p of its class and examples n of
 * other classes; embeddings [N, D] and classes [N] → one number; 0 if no triplet is above 0. At a distance of 0 the gradient is 0.
 * {@code triplets} leaves some out: hard ones have d(a, n) ≤ d(a, p), semi-hard ones d(a, n) > d(a, p). (Easy ones, which are a margin
 * apart, cost nothing.) The triplets are summed up by a host function, in time O(N² log N) and memory O(N²).
 *
 * <p>A. Hermans, L. Beyer, B. Leibe, "In Defense of the Triplet Loss for Person Re-Identification", 2017, arXiv:1703.07737;
 * pytorch-metric-learning, {@code TripletMarginLoss} and {@code TripletMarginMiner}.
 *
 * @param margin the wanted gap between the two distances; ≥ 0; default 0.2
 * @param distance the distance between embeddings; default euclidean
 * @param triplets the triplets to take: all, hard or semi_hard; default all
 */
public record BatchAllTriplet(double margin, Distance distance, Triplets triplets) implements MinedLoss, BatchLoss {
    private static final String NAME = "batch_all_triplet";

    public BatchAllTriplet {
        Require.notNegative(NAME, "margin", margin);
    }

    public BatchAllTriplet() {
        this(0.2, Distance.EUCLIDEAN, Triplets.ALL);
    }

    @Override
    public boolean coupled() {
        return true;
    }

    @Override
    public void check(Shapes shapes) {
        MinedLoss.super.check(shapes);
        BatchLoss.super.check(shapes);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Pairs pairs = Pairs.of(inputs);
        Tensor distances = Pairs.distances(inputs, distance);
        Tensor mean =
                distances.unsqueeze(0).host(new AllTriplets(margin, triplets), pairs.positive(), pairs.negative());
        return mean.reshape(Shape.scalar());
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "All triplets of the batch that are not yet a margin apart.",
                "mean of max(0, d(a, p) − d(a, n) + margin) over triplets above 0",
                Activation.IDENTITY,
                "A. Hermans et al., In Defense of the Triplet Loss, 2017, arXiv:1703.07737");
    }
}
