package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * A variational autoencoder: x → (prediction, mean, log variance), which are the predictions of the {@code vae} loss in
 * their order; the label is x.
 *
 * <p>Two linear layers map the encoder's output [N, H] to mean and log variance, [N, L] each; a {@link GaussianLatent}
 * draws from them, and the decoder makes the prediction of the sample. In prediction the decoder gets the mean.
 */
public final class VariationalAutoencoder extends AbstractBlock {
    private static final byte VERSION = 1;

    private final Block encoder;
    private final Block mean;
    private final Block logVariance;
    private final Block latent;
    private final Block decoder;

    /**
     * A variational autoencoder.
     *
     * @param encoder maps x to [N, H]
     * @param units L, the size of the latent space
     * @param latent draws the samples
     * @param decoder maps [N, L] to the prediction, of x's shape
     */
    public VariationalAutoencoder(Block encoder, int units, GaussianLatent latent, Block decoder) {
        super(VERSION);
        this.encoder = addChildBlock("encoder", encoder);
        this.mean = addChildBlock("mean", Linear.builder().setUnits(units).build());
        this.logVariance =
                addChildBlock("log_variance", Linear.builder().setUnits(units).build());
        this.latent = addChildBlock("latent", latent);
        this.decoder = addChildBlock("decoder", decoder);
    }

    /** The decoder, which makes new examples of standard normal numbers [N, L]. */
    public Block decoder() {
        return decoder;
    }

    /** Encodes inputs as mean and log variance, [N, L] each. */
    public NDList encode(ParameterStore store, NDList inputs, boolean training) {
        NDList hidden = encoder.forward(store, inputs, training);
        NDArray means = mean.forward(store, hidden, training).singletonOrThrow();
        NDArray logVariances = logVariance.forward(store, hidden, training).singletonOrThrow();
        return new NDList(means, logVariances);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDList gaussian = encode(store, inputs, training);
        NDList prediction = decoder.forward(store, latent.forward(store, gaussian, training), training);
        return new NDList(prediction.singletonOrThrow(), gaussian.get(0), gaussian.get(1));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
        encoder.initialize(manager, type, inputShapes);
        Shape[] hidden = encoder.getOutputShapes(inputShapes);
        mean.initialize(manager, type, hidden);
        logVariance.initialize(manager, type, hidden);
        Shape[] gaussian = {mean.getOutputShapes(hidden)[0], logVariance.getOutputShapes(hidden)[0]};
        latent.initialize(manager, type, gaussian);
        decoder.initialize(manager, type, latent.getOutputShapes(gaussian));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] hidden = encoder.getOutputShapes(inputShapes);
        Shape means = mean.getOutputShapes(hidden)[0];
        Shape logVariances = logVariance.getOutputShapes(hidden)[0];
        return new Shape[] {decoder.getOutputShapes(new Shape[] {means})[0], means, logVariances};
    }
}
