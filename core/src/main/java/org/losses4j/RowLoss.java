package org.losses4j;

import java.util.OptionalInt;

/** A loss that reduces the classes or features along one axis of the prediction to one number: [N, …, C] → [N, …]. */
public interface RowLoss extends Loss {

    /** The class axis; a negative one counts from the end. */
    int axis();

    @Override
    default OptionalInt classAxis() {
        return OptionalInt.of(axis());
    }
}
