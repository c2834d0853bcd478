package org.losses4j.examples.adversarial;

/**
 * The settings of an adversarial training.
 *
 * @param kind the kind of adversaries
 * @param values the number of values of an example
 * @param unitRange whether the values are between 0 and 1
 * @param latents the number of values that the generator makes an example of
 * @param steps the number of generator steps in all; learning rates fall to 0 over them
 * @param seed the seed of weights and noise
 */
record Plan(Kind kind, int values, boolean unitRange, int latents, int steps, long seed) {
    /** Units of each hidden layer, of which either network has three. */
    static final int UNITS = 64;

    /** What learning rates start with. */
    static final double RATE = 2e-3;

    /** Steps of the critic for one of the generator. */
    static final int CRITIC_STEPS = 1;
}
