package org.losses4j.examples.ctc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.examples.data.StripBatch;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.tensor.Tensor;

/** A network that reads strips, in either framework. */
interface StripReader extends AutoCloseable {

    /** What a frame can say: nothing, or one of ten digits. */
    int CLASSES = 11;

    /** What the learning rate starts with; it falls to 0 evenly. */
    double RATE = 0.01;

    /**
     * A new network; equal seeds give equal networks.
     *
     * @param steps after which the learning rate is 0
     */
    static StripReader create(Framework framework, int steps, long seed) {
        return switch (framework) {
            case DL4J -> CtcDl4j.create(steps, seed);
            case DJL -> CtcDjl.create(steps, seed);
        };
    }

    /** The network that {@link #save} wrote to {@code folder}. */
    static StripReader restore(Framework framework, int steps, Path folder) throws IOException {
        return switch (framework) {
            case DL4J -> CtcDl4j.restore(folder);
            case DJL -> CtcDjl.restore(steps, folder);
        };
    }

    /** Learns from each batch once; the mean of their losses. */
    double trainEpoch(List<StripBatch> batches);

    /** What each frame says, as logits [N, T, {@value #CLASSES}]. */
    Tensor logits(StripBatch strips);

    /** Saves the network to a file of its own in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
