package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.util.List;

/**
 * The losses that a {@link Comparison} compares, their trainings, and the figures that judge them.
 *
 * @param <P> the type of the data that pictures are drawn from
 */
public interface Experiment<P> {

    /**
     * The losses; the network of the first one is kept.
     *
     * @param seed of the data, which losses may depend on
     */
    List<Contender> contenders(long seed) throws IOException;

    /** A network with fresh weights, and the data of the seed: equal for all contenders. */
    Training<P> start(Contender contender, Framework framework, long seed) throws IOException;
}
