package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The output of a linear layer with its loss in training: the loss's value, and, for evaluators, which read the head of the
 * predictions, the logits, computed when the first evaluator asks.
 */
public final class ValueAndLogits extends NDList {
    private static final long serialVersionUID = 1;

    private final transient Supplier<NDArray> compute;
    private transient @Nullable NDArray logits;

    public ValueAndLogits(NDArray value, Supplier<NDArray> logits) {
        super(value);
        this.compute = logits;
    }

    /** The loss's value. */
    public NDArray value() {
        return get(0);
    }

    /** The logits, without a gradient. */
    @Override
    public NDArray head() {
        if (logits == null) {
            logits = compute.get();
        }
        return logits;
    }
}
