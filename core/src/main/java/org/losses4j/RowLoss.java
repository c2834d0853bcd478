package org.losses4j;

import java.util.OptionalInt;

/** A loss that makes one number of the classes or features along one axis of the prediction. */
public interface RowLoss extends Loss {

    /** The axis; a negative one counts from the end. */
    int axis();

    @Override
    default OptionalInt classAxis() {
        return OptionalInt.of(axis());
    }
}
