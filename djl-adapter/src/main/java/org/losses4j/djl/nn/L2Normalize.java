package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.losses4j.djl.internal.array.OwnedArrays;

/**
 * Scales every row to length 1: x / √(Σ x² + 10⁻¹²) over the last axis; [N, …, D] → [N, …, D].
 *
 * <p>At 0 the result is 0, with a finite gradient.
 */
public final class L2Normalize extends AbstractBlock {
    private static final byte VERSION = 1;
    private static final double FLOOR = 1e-12;

    public L2Normalize() {
        super(VERSION);
    }

    /** An embedding head: a linear layer of {@code units} outputs, scaled to length 1. */
    public static SequentialBlock head(int units) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(units).build())
                .add(new L2Normalize());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDArray x = inputs.singletonOrThrow();
        int last = x.getShape().dimension() - 1;
        NDArray squares = x.square().sum(new int[] {last}, true);
        return new NDList(x.div(squares.add(OwnedArrays.scalar(squares, FLOOR)).sqrt()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
