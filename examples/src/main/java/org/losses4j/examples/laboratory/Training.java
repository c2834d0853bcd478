package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One training of a {@link Comparison}: a network, its data and the judgement of its outputs.
 *
 * @param <P> the type of the data that pictures are drawn from
 */
public interface Training<P> extends AutoCloseable {

    /** Sees the training data once; returns the loss, which ends the training if it is not finite. */
    double epoch();

    /**
     * Judges the network by the test data.
     *
     * @throws TrainingFailedException if a prediction is not finite, so that there is nothing to judge
     */
    Judgement<P> judge();

    /**
     * Saves the network that was judged, restores it and compares.
     *
     * @param folder where to write
     * @return whether the restored network predicts the same, to the last bit
     * @throws IOException if it cannot be written or read
     */
    boolean keep(Path folder) throws IOException;

    @Override
    void close();
}
