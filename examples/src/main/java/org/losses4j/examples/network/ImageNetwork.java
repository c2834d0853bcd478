package org.losses4j.examples.network;

import java.io.IOException;
import java.nio.file.Path;
import org.losses4j.examples.data.Samples;

/** A network over images, of either framework. */
public interface ImageNetwork extends AutoCloseable {

    /** Learns from a batch once; returns its loss before that. */
    double train(Samples batch);

    /** What the network says to each image, as it is to be judged. */
    float[][] outputs(float[][] images);

    /** Saves the network to a file of its own in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();

    /** Where the network that {@link #save} wrote comes from. */
    @FunctionalInterface
    interface Restorer {
        ImageNetwork restore(Path folder) throws IOException;
    }
}
