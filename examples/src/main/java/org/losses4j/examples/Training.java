package org.losses4j.examples;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One training of a {@link Comparison}: a network, its data and its judge.
 *
 * @param <P> what pictures are drawn from
 */
public interface Training<P> extends AutoCloseable {

    /** Sees the training data once; returns the loss. */
    double epoch();

    /**
     * Judges the network by the test data.
     *
     * @throws IllegalArgumentException if the training diverged, so that there is nothing to judge
     */
    Judgement<P> judge();

    /**
     * Saves the network, restores it and compares.
     *
     * @param folder where to write
     * @throws IOException if it cannot be written or read
     * @throws IllegalStateException if the restored network predicts otherwise
     */
    void keep(Path folder) throws IOException;

    @Override
    void close();
}
