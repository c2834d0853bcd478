package org.losses4j.examples.adversarial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.losses4j.examples.laboratory.Framework;

/** A generator and its critic, in either framework. */
interface Adversaries extends AutoCloseable {

    /**
     * What a step of the generator came to.
     *
     * @param critic the critic's objective before it, without the penalty
     * @param generator the generator's objective
     */
    record Step(double critic, double generator) {}

    /** New networks; equal seeds give equal ones. */
    static Adversaries create(Framework framework, Plan plan) {
        return switch (framework) {
            case DL4J -> AdversarialDl4j.create(plan);
            case DJL -> new AdversarialDjl(plan);
        };
    }

    /** The networks that {@link #save} wrote to {@code folder}. */
    static Adversaries restore(Framework framework, Plan plan, Path folder) throws IOException {
        return switch (framework) {
            case DL4J -> AdversarialDl4j.restore(plan, folder);
            case DJL -> AdversarialDjl.restore(plan, folder);
        };
    }

    /**
     * Makes steps of the generator, each after the critic's.
     *
     * @param real gives batches of real examples
     */
    List<Step> train(Supplier<double[][]> real, int steps);

    /** What the generator makes of points of the latent space. */
    double[][] generate(double[][] latents);

    /** Saves both networks to a file in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
