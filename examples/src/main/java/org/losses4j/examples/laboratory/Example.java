package org.losses4j.examples.laboratory;

import java.io.IOException;

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

    /** Whether it can take the images of {@link Run#data} instead of its own. */
    default boolean takesImages() {
        return false;
    }

    /**
     * Trains, judges, and writes model, metrics and pictures.
     *
     * @throws IOException if something cannot be read or written
     */
    void run(Run run) throws IOException;
}
