package org.losses4j.djl.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.internal.execution.ValueAndLogits;

/** Passes on the value that a {@link LinearObjective} computed in training; in validation computes the objective of its logits. */
final class LinearObjectiveLoss extends Loss {
    private final ObjectiveLoss ofLogits;

    LinearObjectiveLoss(ObjectiveLoss ofLogits) {
        super(ofLogits.getName());
        this.ofLogits = ofLogits;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        if (predictions instanceof ValueAndLogits computed) {
            return passedOn(computed.value());
        }
        NDArray prediction = predictions.singletonOrThrow();
        return prediction.getShape().dimension() == 0 ? passedOn(prediction) : ofLogits.evaluate(labels, predictions);
    }

    /** An array of its own, as callers may close what a loss returns. */
    private static NDArray passedOn(NDArray value) {
        return value.reshape(value.getShape());
    }
}
