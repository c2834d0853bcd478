package org.losses4j.loss.embedding;

import java.util.List;
import java.util.Optional;
import org.losses4j.Loss;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Shape;

/**
 * The common part of the losses that find their pairs in a batch of embeddings [N, D] by the examples' classes [N].
 *
 * <p>Instead of the batch itself, they can compare it with {@code reference}, [R, D], of the classes {@code reference_target}, [R]. The
 * first N of these are the batch's own embeddings, so that no example makes a pair with itself; behind them are others, such as those
 * of earlier batches in a cross-batch memory.
 */
sealed interface MinedLoss extends Loss
        permits BatchAllTriplet,
                BatchHardTriplet,
                Circle,
                MultiSimilarity,
                NtXent,
                SemiHardTriplet,
                SupervisedContrastive {

    @Override
    default List<Role> roles() {
        return Pairs.roles();
    }

    @Override
    default boolean coupled() {
        return true;
    }

    @Override
    default void check(Shapes shapes) {
        Shape embedding = shapes.get(Pairs.EMBEDDING);
        if (embedding.rank() != 2) {
            throw new IllegalArgumentException(name() + ": the input '" + Pairs.EMBEDDING + "' has the shape "
                    + embedding + ", wanted [N, D]: flatten what comes behind the examples");
        }
        checkReferences(shapes, embedding);
    }

    private void checkReferences(Shapes shapes, Shape embedding) {
        Optional<Shape> reference = shapes.find(Role.REFERENCE);
        Optional<Shape> target = shapes.find(Role.REFERENCE_TARGET);
        if (reference.isEmpty() && target.isEmpty()) {
            return;
        }
        boolean fits = reference
                .filter(shape -> shape.rank() == 2
                        && shape.extent(0) >= embedding.extent(0)
                        && shape.extent(1) == embedding.extent(1))
                .isPresent();
        if (!fits) {
            throw new IllegalArgumentException(name() + ": the input '" + Role.REFERENCE + "' "
                    + reference.map(shape -> "has the shape " + shape).orElse("is missing") + ", wanted [R, "
                    + embedding.extent(1) + "] with R of at least " + embedding.extent(0) + " for embedding "
                    + embedding
                    + ": the batch's own embeddings first, then those to compare it with");
        }
        Shape wanted = reference.get().leading(1);
        if (!target.equals(Optional.of(wanted))) {
            throw new IllegalArgumentException(name() + ": the input '" + Role.REFERENCE_TARGET + "' "
                    + target.map(shape -> "has the shape " + shape).orElse("is missing") + ", wanted " + wanted
                    + ": the class of each reference");
        }
    }
}
