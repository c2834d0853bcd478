package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block that applies one encoder to several inputs, two in siamese networks, three in triplet networks: (x₁, …, x_k) →
 * (e₁, …, e_k), which are the predictions of {@code triplet_margin} in their order.
 *
 * <p>The inputs go through the encoder as one batch, so they must have the same shape but for the number of examples.
 */
public final class SharedEncoder extends AbstractBlock {
    private static final byte VERSION = 1;

    private final Block encoder;

    /**
     * A block that shares an encoder.
     *
     * @param encoder a block from one input to one output
     */
    public SharedEncoder(Block encoder) {
        super(VERSION);
        this.encoder = addChildBlock("encoder", encoder);
    }

    /** The encoder, to embed single examples. */
    public Block encoder() {
        return encoder;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        check(inputs.getShapes());
        NDArray together = inputs.size() == 1 ? inputs.get(0) : NDArrays.concat(inputs, 0);
        NDArray embedded =
                encoder.forward(store, new NDList(together), training).singletonOrThrow();
        long[] ends = new long[inputs.size() - 1];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += inputs.get(i).getShape().get(0);
            ends[i] = end;
        }
        return ends.length == 0 ? new NDList(embedded) : embedded.split(ends, 0);
    }

    private static void check(Shape[] shapes) {
        for (Shape shape : shapes) {
            if (shape.dimension() == 0 || !shape.slice(1).equals(shapes[0].slice(1))) {
                throw new IllegalArgumentException("SharedEncoder wants inputs of one shape but for the number of"
                        + " examples, got " + Arrays.toString(shapes));
            }
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
        check(inputShapes);
        encoder.initialize(manager, type, inputShapes[0]);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return Arrays.stream(inputShapes)
                .map(shape -> encoder.getOutputShapes(new Shape[] {shape})[0])
                .toArray(Shape[]::new);
    }
}
