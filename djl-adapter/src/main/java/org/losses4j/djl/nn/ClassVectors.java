package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A trained vector for each class, as {@code center} reads them by the role {@code centers} and {@code proxy_nca} by {@code proxies}.
 *
 * <p>It passes its inputs on, of which the last is the embedding [N, …, D], and adds the vectors [C, D] behind them, which makes the
 * predictions of these losses. They are there in prediction too, as validation needs them; for embeddings take the blocks
 * before this one.
 */
public final class ClassVectors extends AbstractBlock {
    private static final byte VERSION = 1;

    private final int classes;
    private final Parameter vectors;

    /**
     * A block of a vector for each class.
     *
     * @param classes C, at least 1
     */
    public ClassVectors(int classes) {
        super(VERSION);
        if (classes < 1) {
            throw new IllegalArgumentException("ClassVectors: there is at least 1 class, got " + classes);
        }
        this.classes = classes;
        this.vectors = addParameter(Parameter.builder()
                .setName("vectors")
                .setType(Parameter.Type.WEIGHT)
                .build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDArray embedding = inputs.get(inputs.size() - 1);
        NDArray held = store.getValue(vectors, embedding.getDevice(), training);
        // The parameter itself must not be closed with the batch's outputs.
        NDArray given = held.reshape(held.getShape());
        given.attach(embedding.getManager());
        NDList outputs = new NDList(inputs);
        outputs.add(given);
        return outputs;
    }

    @Override
    public void prepare(Shape[] inputShapes) {
        vectors.setShape(shape(inputShapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape[] outputs = Arrays.copyOf(inputShapes, inputShapes.length + 1);
        outputs[inputShapes.length] = shape(inputShapes);
        return outputs;
    }

    private Shape shape(Shape[] inputShapes) {
        Shape embedding = inputShapes[inputShapes.length - 1];
        return new Shape(classes, embedding.get(embedding.dimension() - 1));
    }
}
