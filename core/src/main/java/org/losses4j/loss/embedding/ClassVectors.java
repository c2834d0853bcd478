package org.losses4j.loss.embedding;

import java.util.List;
import org.losses4j.AllowedValues;
import org.losses4j.Loss;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Shape;

/** The common part of the losses of embeddings [N, D], their classes [N], and a vector for each class that is trained too, [C, D]. */
sealed interface ClassVectors extends Loss permits Center, ProxyNca {

    /** The role of the vectors of the classes. */
    String vectors();

    @Override
    default List<Role> roles() {
        return List.of(
                Role.trained(Pairs.EMBEDDING, Role.ShapeRule.FIRST).alias(Role.PREDICTION),
                Role.trained(vectors(), Role.ShapeRule.CLASSES),
                Role.given(Role.TARGET, Role.ShapeRule.EXAMPLES).of(AllowedValues.COUNTS));
    }

    @Override
    default AllowedValues values(Role role, Shapes shapes) {
        return ClassIndices.values(role, shapes.get(vectors()).extent(0), null);
    }

    @Override
    default void check(Shapes shapes) {
        Shape embedding = shapes.get(Pairs.EMBEDDING);
        Shape vectors = shapes.get(vectors());
        if (embedding.rank() != 2) {
            throw new IllegalArgumentException(name() + ": the input '" + Pairs.EMBEDDING + "' has the shape "
                    + embedding + ", wanted [N, D]: flatten what comes behind the examples");
        }
        if (vectors.rank() != 2 || vectors.extent(1) != embedding.extent(1)) {
            throw new IllegalArgumentException(name() + ": the input '" + vectors() + "' has the shape " + vectors
                    + ", wanted [C, " + embedding.extent(1) + "] for embedding " + embedding
                    + ": a row for each class");
        }
    }
}
