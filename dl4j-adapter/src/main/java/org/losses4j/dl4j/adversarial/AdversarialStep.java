package org.losses4j.dl4j.adversarial;

/**
 * A step of an {@link AdversarialTrainer}.
 *
 * @param generatorSteps the generator's steps so far, this one included
 * @param criticLoss the critic's objective, at its last step, without the penalty
 * @param penalty the penalty at that step, times its factor; 0 without one
 * @param generatorLoss the generator's objective
 */
public record AdversarialStep(long generatorSteps, double criticLoss, double penalty, double generatorLoss) {}
