package org.losses4j.loss.embedding;

import java.util.List;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.Task;
import org.losses4j.tensor.Tensor;

/**
 * Cosine distance or similarity of prediction and target: compares their directions, whatever their lengths.
 *
 * <p>s = Σ p · t / (max(‖p‖, ε) · max(‖t‖, ε)) along the feature axis, as 1 − s, s or −s; [N, …, D] → [N, …], within [0, 2]
 * or [−1, 1]. A vector of length 0 has similarity 0 with everything.
 *
 * @param output the function of s that is the value; default distance, 1 − s
 * @param axis the feature axis; default −1, the last
 * @param epsilon the least length; above 0; default 1e-8
 */
public record CosineSimilarity(Output output, int axis, double epsilon) implements RowLoss {

    /** The function of the similarity s that is the value. */
    public enum Output {
        /** 1 − s. */
        DISTANCE,
        /** s, which grows as vectors agree. */
        SIMILARITY,
        /** −s, Keras' loss. */
        NEGATIVE_SIMILARITY
    }

    public CosineSimilarity {
        Require.positive("cosine_similarity", "epsilon", epsilon);
    }

    public CosineSimilarity() {
        this(Output.DISTANCE, -1, 1e-8);
    }

    @Override
    public List<Role> roles() {
        return List.of(Role.prediction(), Role.target());
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = Vectors.normalised(inputs.get(Role.PREDICTION), axis, epsilon);
        Tensor target = Vectors.normalised(inputs.get(Role.TARGET), axis, epsilon);
        Tensor similarity = prediction.mul(target).sum(axis, false);
        return switch (output) {
            case DISTANCE -> similarity.complement();
            case SIMILARITY -> similarity;
            case NEGATIVE_SIMILARITY -> similarity.neg();
        };
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "The angle between prediction and target.",
                "1 − p·t / (‖p‖·‖t‖)",
                Activation.IDENTITY,
                "Optax, cosine_distance; Keras, CosineSimilarity");
    }
}
