package org.losses4j.examples.network;

import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.examples.data.Table;

/** A small network of either framework, with one output for each example. */
public interface Network extends AutoCloseable {

    /** Learns from each batch once. */
    void trainEpoch(Iterable<Table> batches);

    /** The raw output for each row of features. */
    double[] outputs(double[][] features);

    /** Saves the network to a file of its own in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
