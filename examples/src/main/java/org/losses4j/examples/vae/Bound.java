package org.losses4j.examples.vae;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.examples.vae.Autoencoder.Latents;
import org.losses4j.loss.generative.Vae;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * The evidence lower bound in its two parts, in nats per image.
 *
 * @param reconstruction the cross-entropy of the pixels, summed over an image
 * @param divergence of the latents from standard normal ones, summed over the latents
 */
record Bound(double reconstruction, double divergence) {

    /** The bound itself, as it is meant, without β. */
    double elbo() {
        return -reconstruction - divergence;
    }

    /** Over images, with one draw of the latents for each; by the library itself, so that frameworks compare. */
    static Bound of(Autoencoder network, double[][] images, long seed) {
        Latents latents = network.encode(images);
        Map<String, Tensor> inputs = Map.of(
                "prediction", tensor(network.decode(draw(latents, new Random(seed)))),
                "target", tensor(images),
                "mean", tensor(latents.mean()),
                "log_variance", tensor(latents.logVariance()));
        double reconstruction = value(0, inputs);
        return new Bound(reconstruction, value(1, inputs) - reconstruction);
    }

    private static double value(double beta, Map<String, Tensor> inputs) {
        Vae loss = new Vae(Vae.Reconstruction.BINARY_CROSS_ENTROPY, beta);
        return Objective.of(loss).value(Inputs.of(inputs)).item();
    }

    private static double[][] draw(Latents latents, Random random) {
        double[][] points = new double[latents.mean().length][];
        for (int n = 0; n < points.length; n++) {
            double[] mean = latents.mean()[n];
            double[] logVariance = latents.logVariance()[n];
            points[n] = new double[mean.length];
            Arrays.setAll(points[n], i -> mean[i] + Math.exp(logVariance[i] / 2) * random.nextGaussian());
        }
        return points;
    }

    private static Tensor tensor(double[][] rows) {
        return ReferenceTensor.of(
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows.length, rows[0].length);
    }
}
