package org.losses4j.examples.data;

/**
 * A data set in two parts.
 *
 * @param train the rows to learn from
 * @param test the rows to judge by
 */
public record Split(Table train, Table test) {

    /** The same with features scaled by the statistics of the training part. */
    public Split scaled() {
        Scaler scaler = Scaler.of(train.features());
        return new Split(scaler.apply(train), scaler.apply(test));
    }
}
