package org.losses4j.examples.adversarial;

/** The objectives of generator and critic: a GAN, or a Wasserstein GAN with clipped weights or with a gradient penalty. */
enum Kind {
    /** The critic tells real from made: non-saturating cross-entropy. */
    GAN("gan"),
    /** The critic measures Wasserstein's distance, its weights clipped. */
    WGAN("wgan"),
    /** The critic measures Wasserstein's distance, with a penalty on its gradient. */
    WGAN_GP("wgan-gp");

    /** What the weights of {@link #WGAN}'s critic are clipped to. */
    static final double CLIP = 0.1;

    /** The weight of {@link #WGAN_GP}'s penalty. */
    static final double PENALTY = 0.1;

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** The name on the command line and in pictures. */
    String title() {
        return title;
    }

    /** Whether the critic's objective estimates a distance. */
    boolean wasserstein() {
        return this != GAN;
    }
}
