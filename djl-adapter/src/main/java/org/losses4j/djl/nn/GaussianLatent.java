package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.array.OwnedArrays;

/**
 * Draws a sample of a Gaussian, through which gradients flow to its parameters: (mean [N, L], log variance [N, L]) → mean +
 * exp(½ · log variance) · ε, [N, L], with ε drawn from N(0, 1).
 *
 * <p>It draws in training only; in prediction the output is the mean.
 *
 * <p>D. P. Kingma and M. Welling, "Auto-Encoding Variational Bayes", 2014, arXiv:1312.6114.
 */
public final class GaussianLatent extends AbstractBlock {
    private static final byte VERSION = 1;

    private final @Nullable Random random;

    /** A block that draws from the engine's own generator, on the device. */
    public GaussianLatent() {
        super(VERSION);
        this.random = null;
    }

    /** A block with a generator of its own, on the host, which draws the same numbers for the same seed. */
    public GaussianLatent(long seed) {
        super(VERSION);
        this.random = new Random(seed);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        getOutputShapes(inputs.getShapes());
        NDArray mean = inputs.get(0);
        if (!training) {
            return new NDList(mean);
        }
        NDArray deviation =
                inputs.get(1).mul(OwnedArrays.scalar(inputs.get(1), 0.5)).exp();
        return new NDList(mean.add(deviation.mul(noise(mean))));
    }

    private NDArray noise(NDArray like) {
        if (random == null) {
            return like.getManager()
                    .randomNormal(0, 1, like.getShape(), like.getDataType())
                    .toDevice(like.getDevice(), false);
        }
        org.losses4j.tensor.Shape shape = DjlShapes.of(like);
        synchronized (random) {
            double[] values = IntStream.range(0, shape.size())
                    .mapToDouble(i -> random.nextGaussian())
                    .toArray();
            return OwnedArrays.create(like, values, shape);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        if (inputShapes.length != 2 || !inputShapes[0].equals(inputShapes[1])) {
            throw new IllegalArgumentException("GaussianLatent wants a mean and a log variance of one shape, got "
                    + java.util.Arrays.toString(inputShapes));
        }
        return new Shape[] {inputShapes[0]};
    }
}
