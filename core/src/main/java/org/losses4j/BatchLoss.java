package org.losses4j;

import java.util.Optional;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * A loss that gives one number for a whole batch: its formula leaves masked examples out itself, and a weight multiplies that
 * number.
 */
public interface BatchLoss extends Loss {

    @Override
    default boolean coupled() {
        return true;
    }

    @Override
    default Optional<Tensor> unitMask(Tensor mask) {
        return Optional.empty();
    }

    @Override
    default void check(Shapes shapes) {
        shapes.find(Role.WEIGHTS)
                .map(Shape::trimmed)
                .filter(weights -> weights.rank() > 0)
                .ifPresent(weights -> {
                    throw new IllegalArgumentException(name() + ": the input 'weights' has the shape " + weights
                            + ", wanted a scalar, for this loss gives one number for the whole batch; mask out the"
                            + " examples that are not to count");
                });
    }
}
