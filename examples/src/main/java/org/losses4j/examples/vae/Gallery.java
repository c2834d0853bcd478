package org.losses4j.examples.vae;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.losses4j.examples.data.Digits;

/**
 * The results of a trained autoencoder, for pictures.
 *
 * @param heldOut the bound over the held-out images after each epoch
 * @param samples new images, from standard normal latents
 * @param originals held-out images
 * @param reconstructions the reconstructions of {@code originals}
 * @param map images all over the plane of the latents, if there are two latents; else none
 * @param positions the latent means of all held-out images
 * @param labels the labels of all held-out images
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Gallery(
        List<Bound> heldOut,
        double[][] samples,
        double[][] originals,
        double[][] reconstructions,
        double[][] map,
        double[][] positions,
        int[] labels) {
    /** How many samples there are. */
    static final int SAMPLES = 100;

    /** How many images are reconstructed. */
    static final int RECONSTRUCTIONS = 40;

    /** Rows, and columns, of the map. */
    static final int MAP_SIDE = 15;

    /** The map shows −{@value} to {@value} of either latent. */
    static final double MAP_REACH = 2.5;

    /** What a network shows of held-out digits. */
    static Gallery of(Autoencoder network, Digits heldOut, List<Bound> bounds, long seed) {
        double[][] means = network.encode(heldOut.pixels()).mean();
        int latents = means[0].length;
        return new Gallery(
                bounds,
                images(network.decode(normal(latents, seed))),
                Arrays.copyOf(heldOut.pixels(), RECONSTRUCTIONS),
                images(network.decode(Arrays.copyOf(means, RECONSTRUCTIONS))),
                latents == 2 ? images(network.decode(mesh())) : new double[0][],
                means,
                heldOut.labels());
    }

    private static double[][] normal(int latents, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> IntStream.range(0, latents)
                        .mapToDouble(l -> random.nextGaussian())
                        .toArray())
                .toArray(double[][]::new);
    }

    /** Row by row from the top, where the second latent is largest. */
    private static double[][] mesh() {
        return IntStream.range(0, MAP_SIDE * MAP_SIDE)
                .mapToObj(i -> new double[] {at(i % MAP_SIDE), -at(i / MAP_SIDE)})
                .toArray(double[][]::new);
    }

    private static double at(int step) {
        return MAP_REACH * (2.0 * step / (MAP_SIDE - 1) - 1);
    }

    private static double[][] images(double[][] logits) {
        return Arrays.stream(logits)
                .map(row -> Arrays.stream(row).map(x -> 1 / (1 + Math.exp(-x))).toArray())
                .toArray(double[][]::new);
    }
}
