package org.losses4j.examples.data;

/**
 * Two parts of a data set.
 *
 * @param train what to learn from
 * @param test what to judge by
 */
public record Split(Table train, Table test) {

    /** The same with features scaled by the statistics of the training part. */
    public Split scaled() {
        Scaler scaler = Scaler.of(train.features());
        return new Split(scaler.apply(train), scaler.apply(test));
    }
}
