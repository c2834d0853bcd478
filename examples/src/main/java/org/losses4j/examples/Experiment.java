package org.losses4j.examples;

import java.io.IOException;
import java.util.List;
import org.losses4j.examples.data.Split;
import org.losses4j.examples.data.Table;

/**
 * What a {@link Comparison} compares, and by what.
 *
 * @param <P> what pictures are drawn from
 */
public interface Experiment<P> {

    /** The data of a seed. */
    Split split(long seed) throws IOException;

    /** The losses; the network of the first one is kept. */
    List<Contender> contenders(Table train);

    /**
     * Judges a training by the test data.
     *
     * @param loss the contender's name
     * @param lossPerEpoch its loss over all training examples after each epoch
     * @param outputs the network's output for each test example
     */
    Trial<P> judge(String loss, long seed, List<Double> lossPerEpoch, double[] outputs, Table test);
}
