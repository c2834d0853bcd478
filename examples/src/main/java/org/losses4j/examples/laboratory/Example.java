package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.time.Duration;

/** A training example: an experiment that shows what a loss is good for, as the tool runs it. */
public interface Example {

    /** The name on the command line. */
    String name();

    /** What it shows, in one sentence. */
    String summary();

    /** How many epochs it trains by default. */
    int defaultEpochs();

    /** How many seeds it trains by default: five, unless one training takes too long for that. */
    default int defaultRepeats() {
        return 5;
    }

    /** About how long the default epochs take for one seed, all losses together, on two cores. */
    Duration duration(Framework framework);

    /** Whether it can take the data of {@link Run#data} instead of its own. */
    default boolean takesData() {
        return false;
    }

    /**
     * Trains, judges, and writes model, metrics and pictures.
     *
     * @throws IOException if something cannot be read or written
     */
    void run(Run run) throws IOException;
}
