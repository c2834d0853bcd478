package org.losses4j.examples.data;

import java.util.OptionalInt;
import java.util.Random;

/** A population of several modes, whose examples a generator imitates. */
public interface Population {

    /** The name in tables and pictures. */
    String title();

    /** How many numbers an example is. */
    int values();

    /** Whether these are between 0 and 1. */
    boolean unitRange();

    /** How many modes there are. */
    int modes();

    /** Real examples, drawn with replacement. */
    double[][] draw(int count, Random random);

    /** The mode of an example, real or made, if it is good enough to be of one. */
    OptionalInt mode(double[] example);
}
