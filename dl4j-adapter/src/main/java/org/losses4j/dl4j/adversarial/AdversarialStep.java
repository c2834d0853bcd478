package org.losses4j.dl4j.adversarial;

/**
 * The outcome of one step of an {@link AdversarialTrainer}.
 *
 * @param generatorSteps the number of generator steps so far, this one included
 * @param criticLoss the value of the critic's objective at its last step, without the penalty
 * @param penalty the penalty at that critic step, times its factor; 0 without one
 * @param generatorLoss the value of the generator's objective
 */
public record AdversarialStep(long generatorSteps, double criticLoss, double penalty, double generatorLoss) {}
