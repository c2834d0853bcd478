package org.losses4j.benchmarks;

import ai.djl.training.loss.Loss;
import java.util.Optional;

/** The losses that DJL's users have without this library: DJL's own, and array operations. */
final class DjlPeers {
    private DjlPeers() {}

    static Optional<DjlFormula> own(Subject subject) {
        return switch (subject) {
            case MEAN_SQUARED_ERROR -> Optional.of(Loss.l2Loss()::evaluate);
            case BINARY_CROSS_ENTROPY -> Optional.of(Loss.sigmoidBinaryCrossEntropyLoss()::evaluate);
            case CATEGORICAL_CROSS_ENTROPY ->
                Optional.of(Loss.softmaxCrossEntropyLoss("dense", 1, -1, false, true)::evaluate);
            case SPARSE_CATEGORICAL_CROSS_ENTROPY -> Optional.of(Loss.softmaxCrossEntropyLoss()::evaluate);
            default -> Optional.empty();
        };
    }

    static Optional<DjlFormula> composed(Subject subject) {
        return switch (subject) {
            case HUBER -> Optional.of((labels, predictions) -> DjlFormulas.huber(predictions.get(0), labels.get(0), 1));
            case SIGMOID_FOCAL ->
                Optional.of((labels, predictions) -> DjlFormulas.sigmoidFocal(predictions.get(0), labels.get(0)));
            case SOFTMAX_FOCAL ->
                Optional.of((labels, predictions) -> DjlFormulas.softmaxFocal(predictions.get(0), labels.get(0)));
            case LOG_SQUARED_ERROR ->
                Optional.of((labels, predictions) -> DjlFormulas.logSquaredError(predictions.get(0), labels.get(0)));
            case TRIPLET_MARGIN -> Optional.of((labels, predictions) -> DjlFormulas.triplet(predictions));
            case VAE -> Optional.of((labels, predictions) -> DjlFormulas.squaredVae(predictions, labels.get(0)));
            default -> Optional.empty();
        };
    }
}
