package org.losses4j.examples.focal;

import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.examples.data.Table;

/** A network of either framework that gives each example a score: the larger, the likelier positive. */
public interface Scorer extends AutoCloseable {

    /** Learns from each batch once. */
    void trainEpoch(Iterable<Table> batches);

    /** The score of each row of features: a logit. */
    double[] scores(double[][] features);

    /** Saves the network to a file of its own in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
