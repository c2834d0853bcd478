package org.losses4j.loss.embedding;

import java.util.List;
import org.losses4j.Loss;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Shape;

/** The common part of the losses that find their pairs in a batch of embeddings [N, D] by the examples' classes [N]. */
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
    }
}
