package org.losses4j.loss.embedding;

import java.util.List;
import java.util.Optional;
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
 * InfoNCE loss: the cross-entropy of finding each anchor's own positive among all positives of the batch.
 *
 * <p>−log softmax(s_i / τ)_i with s_ij the similarity of anchor i and positive j; anchors and positives [N, D] → [N]. If
 * symmetric, the mean with the loss of finding each positive's own anchor among all anchors, as in CLIP.
 *
 * <p>A. van den Oord, Y. Li, O. Vinyals, "Representation Learning with Contrastive Predictive Coding", 2018,
 * arXiv:1807.03748; A. Radford et al., 2021, arXiv:2103.00020.
 *
 * @param temperature τ; above 0; default 0.1
 * @param normalised whether similarity is the cosine (default) or the inner product
 * @param symmetric whether the loss is the mean of both directions, anchors to positives and back; default false
 */
public record InfoNce(double temperature, boolean normalised, boolean symmetric) implements Loss {
    private static final String NAME = "info_nce";
    private static final String ANCHOR = "anchor";
    private static final String POSITIVE = "positive";
    private static final double LEAST_NORM = 1e-8;

    public InfoNce {
        Require.positive(NAME, "temperature", temperature);
    }

    public InfoNce() {
        this(0.1, true, false);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.trained(ANCHOR, Role.ShapeRule.FIRST), Role.trained(POSITIVE, Role.ShapeRule.SAME));
    }

    @Override
    public boolean coupled() {
        return true;
    }

    @Override
    public void check(Shapes shapes) {
        Shape anchor = shapes.get(ANCHOR);
        if (anchor.rank() != 2) {
            throw new IllegalArgumentException(
                    NAME + ": the input '" + ANCHOR + "' has the shape " + anchor + ", wanted [N, D]");
        }
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor anchors = direction(inputs.get(ANCHOR));
        Tensor positives = direction(inputs.get(POSITIVE));
        Tensor scores = anchors.matmul(positives.transpose()).div(temperature);
        Optional<Tensor> mask = inputs.find(Role.MASK);
        Tensor there = surprise(scores, mask);
        return symmetric ? there.add(surprise(scores.transpose(), mask)).mul(0.5) : there;
    }

    private Tensor direction(Tensor vectors) {
        return normalised ? Vectors.normalised(vectors, -1, LEAST_NORM) : vectors;
    }

    private static Tensor surprise(Tensor scores, Optional<Tensor> mask) {
        int n = scores.shape().extent(0);
        Tensor candidates = mask.map(kept -> kept.expand(Shape.of(n)).where(scores, Double.NEGATIVE_INFINITY))
                .orElse(scores);
        Tensor own = scores.arange(n).oneHot(n, 1);
        return own.where(candidates.logSoftmax(1), 0).sum(1, false).neg();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Each anchor finds its own positive among those of the batch.",
                "−log softmax(s_i/τ)_i; s = cosine similarity",
                Activation.IDENTITY,
                "A. van den Oord et al., 2018, arXiv:1807.03748");
    }
}
