package org.losses4j.dl4j.adversarial;

import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.loss.generative.GanDiscriminator;
import org.losses4j.loss.generative.GanGenerator;
import org.losses4j.loss.generative.GradientPenalty;
import org.losses4j.loss.generative.WassersteinCritic;
import org.losses4j.loss.generative.WassersteinGenerator;

/**
 * What an {@link AdversarialTrainer} does in a step.
 *
 * @param critic the critic's objective, over the roles real and fake: its outputs for real and for made examples
 * @param generator the generator's objective, over one role: the critic's output for what it made
 * @param penalty the objective on the gradient of the critic's output by its input, over one role, at random points
 *     between real and made examples
 * @param penaltyFactor what the penalty is multiplied by; ≥ 0; 0 is no penalty
 * @param clip what the critic's parameters are clipped to after each of its steps, [−clip, clip]; &gt; 0; null for not at
 *     all
 * @param criticSteps steps of the critic for one of the generator; ≥ 1
 * @param latent the size of the generator's input; ≥ 1
 * @param seed of noise and points
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

    /** A GAN: one discriminator step for one of the generator, non-saturating. */
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

    /** A Wasserstein GAN with gradient penalty: λ = 10, five critic steps for one of the generator. */
    public static AdversarialSettings wassersteinWithPenalty(int latent, long seed) {
        return wasserstein(latent, seed).gradientPenalty(10);
    }

    /** A Wasserstein GAN with weights clipped to ±0.01, the older way: five critic steps for one of the generator. */
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

    /** The same with this many critic steps. */
    public AdversarialSettings criticSteps(int steps) {
        return new AdversarialSettings(critic, generator, penalty, penaltyFactor, clip, steps, latent, seed);
    }

    /** The same with the gradient penalty times {@code factor}. */
    public AdversarialSettings gradientPenalty(double factor) {
        return new AdversarialSettings(critic, generator, penalty, factor, clip, criticSteps, latent, seed);
    }

    /** The same with the critic's parameters clipped to [−clip, clip]. */
    public AdversarialSettings clipWeights(double limit) {
        return new AdversarialSettings(critic, generator, penalty, penaltyFactor, limit, criticSteps, latent, seed);
    }
}
