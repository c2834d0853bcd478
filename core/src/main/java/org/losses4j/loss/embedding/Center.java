package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Center loss: draws embeddings to the center of their class, beside a loss that keeps the classes apart.
 *
 * <p>½ ‖x − c_y‖², x being the {@code embedding} [N, D], c the {@code centers} [C, D] and y the target, class indices [N] → [N]. The
 * gradient draws the centers to the embeddings as well, by the ordinary gradient: those of classes that a batch lacks stay. All
 * centers must be finite.
 *
 * <p>Y. Wen et al., "A Discriminative Feature Learning Approach for Deep Face Recognition", ECCV 2016, which moves the centers by a
 * rule of its own.
 */
public record Center() implements ClassVectors {

    @Override
    public String vectors() {
        return "centers";
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor centers = inputs.get(vectors());
        Tensor own =
                inputs.get(Role.TARGET).oneHot(centers.shape().extent(0), 1).matmul(centers);
        return inputs.get(Pairs.EMBEDDING).sub(own).square().sum(1, false).mul(0.5);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Embeddings near the center of their class, which is trained too.",
                "½·‖x − c_y‖²; x = embedding, c = centers",
                Activation.IDENTITY,
                "Y. Wen et al., 2016");
    }
}
