package org.losses4j.dl4j.adversarial;

import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.loss.generative.GanDiscriminator;
import org.losses4j.loss.generative.GanGenerator;
import org.losses4j.loss.generative.GradientPenalty;
import org.losses4j.loss.generative.WassersteinCritic;
import org.losses4j.loss.generative.WassersteinGenerator;

/**
 * The settings of an {@link AdversarialTrainer}.
 *
 * @param critic the critic's objective, over the roles real and fake: the critic's outputs for real and for generated
 *     examples
 * @param generator the generator's objective, over one role: the critic's output for generated examples
 * @param penalty the objective of the gradient penalty, over one role: the gradient of the critic's output by its input, at
 *     random points between real and generated examples
 * @param penaltyFactor the factor of the penalty; finite and ≥ 0; 0 is no penalty
 * @param clip the bound of the critic's parameters, which are clipped to [−clip, clip] after each of its steps; &gt; 0;
 *     null for no clipping
 * @param criticSteps the number of critic steps for each generator step; ≥ 1
 * @param latent the size of the generator's input; ≥ 1
 * @param seed the seed of the noise and of the random points
 */
public record AdversarialSettings(
        Objective critic,
        Objective generator,
        Objective penalty,
        double penaltyFactor,
        @Nullable Double clip,
        int criticSteps,
        int latent,
        long seed) {

    public AdversarialSettings {
        if (!(penaltyFactor >= 0 && penaltyFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The penalty's factor must be a finite number ≥ 0, got " + penaltyFactor);
        }
        if (clip != null && !(clip > 0)) {
            throw new IllegalArgumentException(
                    "Parameters are clipped to [−clip, clip], so clip must be > 0, got " + clip);
        }
        if (criticSteps < 1 || latent < 1) {
            throw new IllegalArgumentException(
                    "There must be at least one step of the critic and one latent number, got " + criticSteps + " and "
                            + latent);
        }
    }

    /** A GAN with the non-saturating generator loss: one discriminator step for each generator step. */
    public static AdversarialSettings gan(int latent, long seed) {
        return new AdversarialSettings(
                Objective.of(new GanDiscriminator()),
                Objective.of(new GanGenerator()),
                Objective.of(new GradientPenalty()),
                0,
                null,
                1,
                latent,
                seed);
    }

    /** A Wasserstein GAN with gradient penalty: λ = 10, five critic steps for each generator step. */
    public static AdversarialSettings wassersteinWithPenalty(int latent, long seed) {
        return wasserstein(latent, seed).gradientPenalty(10);
    }

    /** A Wasserstein GAN with weights clipped to ±0.01, the older way: five critic steps for each generator step. */
    public static AdversarialSettings wassersteinClipped(int latent, long seed) {
        return wasserstein(latent, seed).clipWeights(0.01);
    }

    private static AdversarialSettings wasserstein(int latent, long seed) {
        return new AdversarialSettings(
                Objective.of(new WassersteinCritic()),
                Objective.of(new WassersteinGenerator()),
                Objective.of(new GradientPenalty()),
                0,
                null,
                5,
                latent,
                seed);
    }

    /** The same settings with this many critic steps for each generator step. */
    public AdversarialSettings criticSteps(int steps) {
        return new AdversarialSettings(critic, generator, penalty, penaltyFactor, clip, steps, latent, seed);
    }

    /** The same settings with the gradient penalty times {@code factor}. */
    public AdversarialSettings gradientPenalty(double factor) {
        return new AdversarialSettings(critic, generator, penalty, factor, clip, criticSteps, latent, seed);
    }

    /** The same settings with the critic's parameters clipped to [−limit, limit]. */
    public AdversarialSettings clipWeights(double limit) {
        return new AdversarialSettings(critic, generator, penalty, penaltyFactor, limit, criticSteps, latent, seed);
    }
}
