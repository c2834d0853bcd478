package org.losses4j.loss.embedding;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.Margins;
import org.losses4j.tensor.Tensor;

/**
 * Cosine embedding loss: turns pairs of the same kind into one direction, and other pairs apart until their cosine is below a
 * margin.
 *
 * <p>1 − c where t is 1, max(0, c − margin) where t is −1, c being the cosine of {@code first} and {@code second}, both [N, …, D],
 * and targets t 1 for the same kind and −1 for different ones, or 1 and 0, where 0 is read as −1; [N, …, D] and targets [N, …] → [N,
 * …]. At the margin the gradient is still that of c. A vector of length 0 has the cosine 0 with everything; lengths below 10⁻⁸ are
 * taken for 10⁻⁸.
 *
 * <p>PyTorch, {@code CosineEmbeddingLoss}.
 *
 * @param margin the cosine from which on different ones cost something; within [−1, 1]; default 0
 */
public record CosineEmbedding(double margin) implements Loss {
    private static final String FIRST = "first";
    private static final String SECOND = "second";
    private static final double LEAST_NORM = 1e-8;

    public CosineEmbedding {
        Require.within("cosine_embedding", "margin", margin, -1, 1);
    }

    public CosineEmbedding() {
        this(0);
    }

    @Override
    public List<Role> roles() {
        return List.of(
                Role.trained(FIRST, Role.ShapeRule.FIRST),
                Role.trained(SECOND, Role.ShapeRule.SAME),
                Role.given(Role.TARGET, Role.ShapeRule.ROWS).of(AllowedValues.SIGNS));
    }

    @Override
    public OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor first = Vectors.normalised(inputs.get(FIRST), -1, LEAST_NORM);
        Tensor second = Vectors.normalised(inputs.get(SECOND), -1, LEAST_NORM);
        Tensor cosine = first.mul(second).sum(-1, false);
        Tensor apart = Margins.violation(cosine.sub(margin));
        return inputs.get(Role.TARGET).equal(1).where(cosine.complement(), apart);
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Pairs of one kind in one direction, others apart, by their cosine.",
                "1 − c if t = 1, max(0, c − margin) if t = −1; c = cosine",
                Activation.IDENTITY,
                "PyTorch, CosineEmbeddingLoss");
    }
}
