package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.losses4j.djl.internal.array.Directions;

/**
 * A linear layer whose outputs are cosines, which {@code arcface} and {@code cosface} read: those of the input with a trained
 * direction for each class.
 *
 * <p>x · w_c / (‖x‖ ‖w_c‖), w_c being row c of the weights [C, D], without a bias: [N, …, D] → [N, …, C], within −1 and 1. The lengths of
 * inputs and weights do not matter. Where one of them is a vector of zeros the cosine is 0 and its gradient by that vector 0.
 */
public final class CosineLinear extends AbstractBlock {
    private static final byte VERSION = 1;

    private final int classes;
    private final Parameter weight;

    /**
     * A layer with a direction for each class.
     *
     * @param classes C, at least 1
     */
    public CosineLinear(int classes) {
        super(VERSION);
        if (classes < 1) {
            throw new IllegalArgumentException("CosineLinear: there is at least 1 class, got " + classes);
        }
        this.classes = classes;
        this.weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDArray x = inputs.singletonOrThrow();
        NDArray weights = store.getValue(weight, x.getDevice(), training);
        Shape shape = x.getShape();
        long features = weights.getShape().get(1);
        if (shape.dimension() < 2 || shape.get(shape.dimension() - 1) != features) {
            throw new IllegalArgumentException(
                    "CosineLinear: the input has the shape " + shape + ", wanted [N, …, " + features + "]");
        }
        try (NDManager scope = x.getManager().newSubManager()) {
            NDArray cosines = Linear.linear(Directions.of(alias(x, scope)), Directions.of(alias(weights, scope)))
                    .singletonOrThrow();
            cosines.attach(x.getManager());
            return new NDList(cosines);
        }
    }

    /** The same array in {@code scope}, so that what is computed from it is there, not in a manager that lives longer. */
    private static NDArray alias(NDArray array, NDManager scope) {
        NDArray alias = array.reshape(array.getShape());
        alias.attach(scope);
        return alias;
    }

    @Override
    public void prepare(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        weight.setShape(new Shape(classes, input.get(input.dimension() - 1)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {input.slice(0, input.dimension() - 1).add(classes)};
    }
}
