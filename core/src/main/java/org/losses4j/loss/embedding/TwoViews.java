package org.losses4j.loss.embedding;

import java.util.List;
import java.util.Optional;
import org.losses4j.BatchLoss;
import org.losses4j.Inputs;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The common part of the losses of two views of each example, embeddings [N, D], that depend on variances and covariances over the
 * whole batch: one number, [].
 */
sealed interface TwoViews extends BatchLoss permits BarlowTwins, Vicreg {
    String FIRST = "first";
    String SECOND = "second";

    /** The loss of at least one example. */
    Tensor loss(Features first, Features second);

    @Override
    default List<Role> roles() {
        return List.of(Role.trained(FIRST, Role.ShapeRule.FIRST), Role.trained(SECOND, Role.ShapeRule.SAME));
    }

    @Override
    default void check(Shapes shapes) {
        Shape first = shapes.get(FIRST);
        if (first.rank() != 2) {
            throw new IllegalArgumentException(name() + ": the input '" + FIRST + "' has the shape " + first
                    + ", wanted [N, D]: flatten what comes behind the examples");
        }
        BatchLoss.super.check(shapes);
    }

    @Override
    default Tensor formula(Inputs inputs) {
        Optional<Tensor> mask = inputs.find(Role.MASK);
        Features first = Features.of(inputs.get(FIRST), mask);
        Tensor loss = loss(first, Features.of(inputs.get(SECOND), mask));
        return mask.isPresent() ? first.examples().greater(0).where(loss, 0) : loss;
    }
}
