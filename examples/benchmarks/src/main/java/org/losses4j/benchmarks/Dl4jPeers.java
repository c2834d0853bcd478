package org.losses4j.benchmarks;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** The losses that Deeplearning4j's users have without this library: Deeplearning4j's own, and array operations. */
final class Dl4jPeers {
    private Dl4jPeers() {}

    static IActivation activation(Subject subject) {
        return switch (subject) {
            case BINARY_CROSS_ENTROPY, SIGMOID_FOCAL -> new ActivationSigmoid();
            case CATEGORICAL_CROSS_ENTROPY, SPARSE_CATEGORICAL_CROSS_ENTROPY, SOFTMAX_FOCAL -> new ActivationSoftmax();
            default -> new ActivationIdentity();
        };
    }

    static Optional<ILossFunction> own(Subject subject) {
        return switch (subject) {
            case MEAN_SQUARED_ERROR -> Optional.of(new LossMSE());
            case BINARY_CROSS_ENTROPY -> Optional.of(new LossBinaryXENT());
            case CATEGORICAL_CROSS_ENTROPY -> Optional.of(new LossMCXENT());
            case SPARSE_CATEGORICAL_CROSS_ENTROPY -> Optional.of(new LossSparseMCXENT());
            default -> Optional.empty();
        };
    }

    static Optional<Dl4jFormula> composed(Subject subject) {
        return switch (subject) {
            case HUBER -> Optional.of(new Dl4jFormulas.Huber(1));
            case SIGMOID_FOCAL -> Optional.of(new Dl4jFormulas.SigmoidFocal());
            case SOFTMAX_FOCAL -> Optional.of(new Dl4jFormulas.SoftmaxFocal());
            case LOG_SQUARED_ERROR -> Optional.of(new Dl4jFormulas.LogSquaredError());
            default -> Optional.empty();
        };
    }
}
