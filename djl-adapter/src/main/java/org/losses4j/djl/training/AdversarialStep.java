package org.losses4j.djl.training;

import java.util.OptionalDouble;

/**
 * What happened with one batch.
 *
 * @param criticSteps how many steps the critic has made, this one included
 * @param generatorSteps how many the generator has made
 * @param criticLoss without the penalty; of a Wasserstein critic its negative estimates the distance
 * @param penalty the weighted gradient penalty; 0 if there is none
 * @param generatorLoss where the generator made a step with this batch
 */
public record AdversarialStep(
        long criticSteps, long generatorSteps, double criticLoss, double penalty, OptionalDouble generatorLoss) {}
