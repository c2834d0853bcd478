package org.losses4j.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import ai.djl.util.PairList;
import java.util.Optional;

/** Measures the gradient at the output of a block in training, and how saturated the output is. */
final class OutputGradient {
    // Within this share of the range from an end, a sigmoid has less than a hundredth of its steepest slope.
    private static final double NEAR = 0.0025;

    private OutputGradient() {}

    /**
     * The norm of the gradient by the last weight that the loss depends on: weights with a gradient of exactly 0 are
     * skipped, because PyTorch gives it to a weight without a part in the output. NaN if no weight has a gradient.
     */
    static double norm(Trainer trainer) {
        PairList<String, Parameter> parameters = trainer.getModel().getBlock().getParameters();
        double norm = Double.NaN;
        for (int i = parameters.size() - 1; i >= 0 && !(norm > 0); i--) {
            Parameter parameter = parameters.valueAt(i);
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                norm = norm(parameter).orElse(norm);
            }
        }
        return norm;
    }

    private static Optional<Double> norm(Parameter parameter) {
        if (!parameter.isInitialized() || !parameter.getArray().hasGradient()) {
            return Optional.empty();
        }
        try (NDArray gradient = parameter.getArray().getGradient();
                NDArray norm = gradient.norm()) {
            return Optional.of((double) norm.getFloat());
        }
    }

    /**
     * The share of predictions at the ends of their range, [−1, 1] if one is negative, else [0, 1]; of probabilities of
     * classes, the share of rows with one class at 1. 0 if a prediction is outside: then the predictions are raw, and
     * nothing can be said. 0 for a single number too, which is the value of a loss that a block computes itself.
     */
    static double saturated(NDArray prediction) {
        if (prediction.getShape().dimension() == 0) {
            return 0;
        }
        try (NDManager scope = prediction.getManager().newSubManager()) {
            NDArray values = prediction.stopGradient().toType(DataType.FLOAT32, true);
            values.attach(scope);
            double least = values.min().toType(DataType.FLOAT64, false).getDouble();
            double most = values.max().toType(DataType.FLOAT64, false).getDouble();
            if (!(least >= -1 && most <= 1)) {
                return 0;
            }
            NDArray position = least < 0 ? values.add(1).div(2) : values;
            NDArray high = position.gte(1 - NEAR);
            if (least >= 0 && distributions(values)) {
                return share(
                        high,
                        values.size() / values.getShape().get(values.getShape().dimension() - 1));
            }
            return share(high, values.size()) + share(position.lte(NEAR), values.size());
        }
    }

    private static boolean distributions(NDArray values) {
        Shape shape = values.getShape();
        int last = shape.dimension() - 1;
        return last > 0
                && shape.get(last) > 1
                && values.sum(new int[] {last}).sub(1).abs().max().getFloat() < 1e-3f;
    }

    private static double share(NDArray flags, long of) {
        return flags.toType(DataType.FLOAT32, false).sum().getFloat() / (double) of;
    }
}
