package org.losses4j.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import java.util.Optional;

/** The losses that DJL's users have without this library: DJL's own, and array operations. */
final class DjlPeers {
    private static final double ALPHA = 0.25;
    private static final double MARGIN = 1;
    private static final double EPSILON = 1e-6;
    private static final int[] COLUMNS = {1};

    private DjlPeers() {}

    /** A scalar that can be differentiated. */
    interface Formula {
        NDArray value(NDList labels, NDList predictions);
    }

    static Optional<Formula> own(Subject subject) {
        return switch (subject) {
            case MEAN_SQUARED_ERROR -> Optional.of(Loss.l2Loss()::evaluate);
            case BINARY_CROSS_ENTROPY -> Optional.of(Loss.sigmoidBinaryCrossEntropyLoss()::evaluate);
            case CATEGORICAL_CROSS_ENTROPY ->
                Optional.of(Loss.softmaxCrossEntropyLoss("dense", 1, -1, false, true)::evaluate);
            case SPARSE_CATEGORICAL_CROSS_ENTROPY -> Optional.of(Loss.softmaxCrossEntropyLoss()::evaluate);
            default -> Optional.empty();
        };
    }

    static Optional<Formula> composed(Subject subject) {
        return switch (subject) {
            case HUBER -> Optional.of((labels, predictions) -> huber(predictions.get(0), labels.get(0)));
            case SIGMOID_FOCAL -> Optional.of((labels, predictions) -> sigmoidFocal(predictions.get(0), labels.get(0)));
            case SOFTMAX_FOCAL -> Optional.of((labels, predictions) -> softmaxFocal(predictions.get(0), labels.get(0)));
            case LOG_SQUARED_ERROR ->
                Optional.of((labels, predictions) -> predictions
                        .get(0)
                        .sub(labels.get(0))
                        .square()
                        .add(1)
                        .log()
                        .mean());
            case TRIPLET_MARGIN ->
                Optional.of(
                        (labels, predictions) -> triplet(predictions.get(0), predictions.get(1), predictions.get(2)));
            case VAE -> Optional.of((labels, predictions) -> vae(predictions, labels.get(0)));
            default -> Optional.empty();
        };
    }

    private static NDArray huber(NDArray x, NDArray y) {
        NDArray error = x.sub(y).abs();
        NDArray quadratic = error.minimum(1);
        return error.sub(quadratic.mul(0.5)).mul(quadratic).mean();
    }

    private static NDArray sigmoidFocal(NDArray x, NDArray y) {
        NDArray p = Activation.sigmoid(x);
        NDArray wrong = p.add(y).sub(p.mul(y).mul(2));
        NDArray entropy = Activation.softPlus(x).sub(x.mul(y));
        NDArray balance = y.mul(2 * ALPHA - 1).add(1 - ALPHA);
        return entropy.mul(wrong.square()).mul(balance).mean();
    }

    private static NDArray softmaxFocal(NDArray x, NDArray y) {
        NDArray surprise = x.logSoftmax(-1).mul(y).sum(COLUMNS).neg();
        NDArray wrong = surprise.neg().exp().sub(1);
        return wrong.square().mul(surprise).mean();
    }

    private static NDArray triplet(NDArray anchor, NDArray positive, NDArray negative) {
        return distance(anchor, positive)
                .sub(distance(anchor, negative))
                .add(MARGIN)
                .maximum(0)
                .mean();
    }

    private static NDArray distance(NDArray a, NDArray b) {
        return a.sub(b).add(EPSILON).square().sum(COLUMNS).sqrt();
    }

    private static NDArray vae(NDList predictions, NDArray target) {
        NDArray mean = predictions.get(1);
        NDArray logVariance = predictions.get(2);
        NDArray error = predictions.get(0).sub(target).square().sum(COLUMNS);
        NDArray divergence = mean.square()
                .add(logVariance.exp())
                .sub(logVariance)
                .sub(1)
                .sum(COLUMNS)
                .mul(0.5);
        return error.add(divergence).mean();
    }
}
