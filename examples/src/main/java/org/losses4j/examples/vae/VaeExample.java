package org.losses4j.examples.vae;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Experiment;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.loss.generative.Vae;

/** Trains variational autoencoders of digits, with several weights of the divergence. */
public final class VaeExample implements Example, Experiment<Gallery> {
    static final Figure ELBO = new Figure("elbo", "ELBO, nats per image", "%.2f");
    static final Figure RECONSTRUCTION = new Figure("reconstruction", "reconstruction", "%.2f");
    static final Figure DIVERGENCE = new Figure("divergence", "divergence", "%.2f");

    /**
     * An autoencoder to train.
     *
     * @param beta the weight of the divergence
     * @param latents the size of the latent space
     */
    record Variant(double beta, int latents) {
        Vae loss() {
            return new Vae(Vae.Reconstruction.BINARY_CROSS_ENTROPY, beta);
        }

        String title() {
            return (beta == Math.rint(beta) ? "β = " + (int) beta : "β = " + beta) + ", " + latents + " latents";
        }
    }

    private static final int LATENTS = 8;
    private static final List<Variant> VARIANTS = List.of(
            new Variant(1, LATENTS),
            new Variant(0.25, LATENTS),
            new Variant(2, LATENTS),
            new Variant(4, LATENTS),
            new Variant(1, 2));

    @Override
    public String name() {
        return "vae";
    }

    @Override
    public String summary() {
        return "digits by a variational autoencoder: the bound on held-out digits, new digits, and a sweep of β";
    }

    @Override
    public int defaultEpochs() {
        return 30;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 90 : 45);
    }

    @Override
    public int defaultRepeats() {
        return 1;
    }

    @Override
    public List<Contender> contenders(long seed) {
        return VARIANTS.stream()
                .map(variant -> new Contender(variant.title(), Objective.of(variant.loss())))
                .toList();
    }

    @Override
    public Training<Gallery> start(Contender contender, Framework framework, long seed) throws IOException {
        Variant wanted = VARIANTS.stream()
                .filter(variant -> variant.title().equals(contender.name()))
                .findFirst()
                .orElseThrow();
        return new VaeTraining(framework, wanted, seed);
    }

    @Override
    public void run(Run run) throws IOException {
        Trials<Gallery> trials = new Comparison<>(run, this).train(name());
        new ComparisonReport(run, name(), trials, List.of(ELBO, RECONSTRUCTION, DIVERGENCE)).write(Map.of());
        VaePictures pictures = new VaePictures(run.framework(), trials);
        pictures.bound().save(run.folder().file("elbo.png"));
        pictures.samples().save(run.folder().file("samples.png"));
        if (pictures.plane().isPresent()) {
            pictures.plane().orElseThrow().save(run.folder().file("plane.png"));
        }
        pictures.sweep().save(run.folder().file("beta.png"));
    }
}
