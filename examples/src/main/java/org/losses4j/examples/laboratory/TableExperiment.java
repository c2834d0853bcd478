package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.util.List;
import org.losses4j.examples.data.Split;
import org.losses4j.examples.data.Table;

/**
 * An experiment with one output for each row of a table.
 *
 * @param <P> the type of the data that pictures are drawn from
 */
public interface TableExperiment<P> extends Experiment<P> {

    /** The data of a seed. */
    Split split(long seed) throws IOException;

    /** The losses; the network of the first one is kept. */
    List<Contender> contenders(Table train);

    /**
     * Judges a training by the test data.
     *
     * @param outputs the network's output for each test example
     */
    Judgement<P> judge(double[] outputs, Table test);

    @Override
    default List<Contender> contenders(long seed) throws IOException {
        return contenders(split(seed).train());
    }

    @Override
    default Training<P> start(Contender contender, Framework framework, long seed) throws IOException {
        return new TableTraining<>(this, contender.objective(), framework, split(seed), seed);
    }
}
