package org.losses4j.loss.embedding;

import java.util.Optional;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Embeddings of a batch by feature, the columns of [N, D].
 *
 * @param present the embeddings, 0 where masked
 * @param deviations the embeddings less the mean of each feature, 0 where masked
 * @param examples the number of examples that are not masked, a scalar
 */
record Features(Tensor present, Tensor deviations, Tensor examples) {

    static Features of(Tensor embedding, Optional<Tensor> mask) {
        int n = embedding.shape().extent(0);
        if (mask.isEmpty()) {
            return new Features(embedding, embedding.sub(embedding.mean(0, true)), embedding.constant(n));
        }
        Tensor kept = mask.get().expand(Shape.of(n)).unsqueeze(1);
        Tensor present = kept.where(embedding, 0);
        Tensor examples = kept.sum();
        Tensor mean = present.sum(0, true).div(examples.maximum(1));
        return new Features(present, kept.where(present.sub(mean), 0), examples);
    }

    /** The number of features, D. */
    int count() {
        return present.shape().extent(1);
    }

    /** The sums of the products of each of these columns with each of others: [N, D], [N, D] → [D, D]. */
    static Tensor products(Tensor first, Tensor second) {
        return first.transpose().matmul(second);
    }

    /** 1 on the diagonal of a matrix of features, else 0. */
    Tensor diagonal() {
        return present.arange(count()).oneHot(count(), 1);
    }
}
