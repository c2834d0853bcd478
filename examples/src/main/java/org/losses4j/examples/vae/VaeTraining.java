package org.losses4j.examples.vae;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.laboratory.Finite;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.loss.generative.Vae;

/** One training of an autoencoder of digits, judged after each epoch on digits that it does not learn from. */
final class VaeTraining implements Training<Gallery> {
    private static final int BATCH = 32;
    private static final double TEST_SHARE = 0.2;

    private final Framework framework;
    private final VaeExample.Variant variant;
    private final long seed;
    private final Digits.Parts digits;
    private final Random order;
    private final Autoencoder network;
    private final List<Bound> heldOut = new ArrayList<>();

    VaeTraining(Framework framework, VaeExample.Variant variant, long seed) throws IOException {
        SmallNetworks.useOneThread(framework);
        this.framework = framework;
        this.variant = variant;
        this.seed = seed;
        this.digits = Digits.bundled().blackAndWhite().split(TEST_SHARE, seed);
        this.order = new Random(seed);
        this.network = Autoencoder.create(framework, pixels(), variant.latents(), variant.loss(), seed);
    }

    private int pixels() {
        return digits.train().pixels()[0].length;
    }

    @Override
    public double epoch() {
        double loss = network.trainEpoch(batches());
        heldOut.add(Bound.of(network, digits.test().pixels(), seed));
        return loss;
    }

    private List<double[][]> batches() {
        List<double[]> images = new ArrayList<>(List.of(digits.train().pixels()));
        Collections.shuffle(images, order);
        List<double[][]> batches = new ArrayList<>();
        for (int start = 0; start < images.size(); start += BATCH) {
            batches.add(images.subList(start, Math.min(start + BATCH, images.size()))
                    .toArray(double[][]::new));
        }
        return batches;
    }

    @Override
    public Judgement<Gallery> judge() {
        double[][] means =
                Finite.predictions(network.encode(digits.test().pixels()).mean());
        Finite.predictions(network.decode(means));
        Bound last = heldOut.get(heldOut.size() - 1);
        return new Judgement<>(
                Map.of(
                        VaeExample.ELBO.key(), last.elbo(),
                        VaeExample.RECONSTRUCTION.key(), last.reconstruction(),
                        VaeExample.DIVERGENCE.key(), last.divergence()),
                Gallery.of(network, digits.test(), List.copyOf(heldOut), seed));
    }

    @Override
    public boolean keep(Path folder) throws IOException {
        network.save(folder);
        double[][] images = digits.test().pixels();
        double[][] means = network.encode(images).mean();
        Vae loss = variant.loss();
        try (Autoencoder restored = Autoencoder.restore(framework, pixels(), variant.latents(), loss, folder)) {
            return Arrays.deepEquals(means, restored.encode(images).mean())
                    && Arrays.deepEquals(network.decode(means), restored.decode(means));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
