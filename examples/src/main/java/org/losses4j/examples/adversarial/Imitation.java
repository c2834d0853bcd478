package org.losses4j.examples.adversarial;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.losses4j.examples.data.Population;

/**
 * The examples that a generator made in a training, beside those that it imitates.
 *
 * @param population the population that it imitates
 * @param real examples of the population
 * @param made the generator's examples after each epoch
 * @param steps all steps of the training
 */
record Imitation(Population population, double[][] real, List<double[][]> made, List<Adversaries.Step> steps) {
    /** The least share of good examples that a mode counts as found with. */
    static final double FOUND = 0.01;

    /** What the generator made in the end. */
    double[][] last() {
        return made.get(made.size() - 1);
    }

    /** How many good examples there are of each mode. */
    static int[] found(Population population, double[][] made) {
        int[] found = new int[population.modes()];
        Arrays.stream(made)
                .map(population::mode)
                .flatMapToInt(OptionalInt::stream)
                .forEach(mode -> found[mode]++);
        return found;
    }

    /** How many modes at least {@value #FOUND} of the examples are good ones of. */
    static int modes(Population population, double[][] made) {
        return (int) Arrays.stream(found(population, made))
                .filter(count -> count >= FOUND * made.length)
                .count();
    }

    /** The share of good examples. */
    static double good(Population population, double[][] made) {
        return Arrays.stream(found(population, made)).sum() / (double) made.length;
    }
}
