package org.losses4j.examples.vae;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.loss.generative.Vae;

/** A variational autoencoder of images, in either framework. */
interface Autoencoder extends AutoCloseable {
    /** Units of the layers before and after the latent space. */
    int HIDDEN = 128;

    /**
     * Where an encoder puts images in the latent space.
     *
     * @param mean [N, L]
     * @param logVariance [N, L]
     */
    @SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
    record Latents(double[][] mean, double[][] logVariance) {}

    /**
     * A new network; equal seeds give equal networks.
     *
     * @param pixels of an image
     * @param latents the size of the latent space
     */
    static Autoencoder create(Framework framework, int pixels, int latents, Vae loss, long seed) {
        return switch (framework) {
            case DL4J -> VaeDl4j.create(pixels, latents, loss, seed);
            case DJL -> VaeDjl.create(pixels, latents, loss, seed);
        };
    }

    /** The network that {@link #save} wrote to {@code folder}. */
    static Autoencoder restore(Framework framework, int pixels, int latents, Vae loss, Path folder) throws IOException {
        return switch (framework) {
            case DL4J -> VaeDl4j.restore(folder);
            case DJL -> VaeDjl.restore(pixels, latents, loss, folder);
        };
    }

    /** Learns from each batch of images once; the mean of their losses. */
    double trainEpoch(List<double[][]> batches);

    /** Images to latents. */
    Latents encode(double[][] images);

    /** Points of the latent space [N, L] to the logits of images. */
    double[][] decode(double[][] points);

    /** Saves the network to a file of its own in {@code folder}. */
    void save(Path folder) throws IOException;

    @Override
    void close();
}
