package org.losses4j.djl.training;

import java.util.OptionalDouble;

/**
 * The outcome of one batch of an {@link AdversarialTrainer}.
 *
 * @param criticSteps the number of critic steps so far, this one included
 * @param generatorSteps the number of generator steps so far
 * @param criticLoss the critic's loss without the penalty; of a Wasserstein critic its negative estimates the distance
 * @param penalty the weighted gradient penalty; 0 if there is none
 * @param generatorLoss the generator's loss, if it made a step with this batch
 */
public record AdversarialStep(
        long criticSteps, long generatorSteps, double criticLoss, double penalty, OptionalDouble generatorLoss) {}
