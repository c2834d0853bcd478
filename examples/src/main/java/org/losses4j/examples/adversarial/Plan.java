package org.losses4j.examples.adversarial;

/**
 * What to train.
 *
 * @param kind of adversaries
 * @param values of an example
 * @param unitRange whether they are between 0 and 1
 * @param latents what the generator makes an example of
 * @param steps how many steps the generator makes in all; learning rates fall to 0 over them
 * @param seed of weights and noise
 */
record Plan(Kind kind, int values, boolean unitRange, int latents, int steps, long seed) {
    /** Units of each hidden layer, of which either network has three. */
    static final int UNITS = 64;

    /** What learning rates start with. */
    static final double RATE = 2e-3;

    /** Steps of the critic for one of the generator. */
    static final int CRITIC_STEPS = 1;
}
