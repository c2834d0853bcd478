package org.losses4j.benchmarks;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The losses that Deeplearning4j's users have without this library: Deeplearning4j's own, and array operations. */
final class Dl4jPeers {
    private static final double ALPHA = 0.25;

    private Dl4jPeers() {}

    /** A loss of array operations; x is the raw output, y the labels. The sum over examples of the means over outputs. */
    interface Composed {
        INDArray gradient(INDArray y, INDArray x);

        double score(INDArray y, INDArray x);
    }

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

    static Optional<Composed> composed(Subject subject) {
        return switch (subject) {
            case HUBER -> Optional.of(new Huber());
            case SIGMOID_FOCAL -> Optional.of(new SigmoidFocal());
            case SOFTMAX_FOCAL -> Optional.of(new SoftmaxFocal());
            case LOG_SQUARED_ERROR -> Optional.of(new LogSquaredError());
            default -> Optional.empty();
        };
    }

    private record Huber() implements Composed {
        @Override
        public INDArray gradient(INDArray y, INDArray x) {
            INDArray error = x.sub(y);
            return Transforms.min(Transforms.max(error, -1, false), 1, false).divi(x.size(1));
        }

        @Override
        public double score(INDArray y, INDArray x) {
            INDArray error = Transforms.abs(x.sub(y), false);
            INDArray quadratic = Transforms.min(error, 1);
            return error.subi(quadratic.mul(0.5)).muli(quadratic).sumNumber().doubleValue() / x.size(1);
        }
    }

    private record LogSquaredError() implements Composed {
        @Override
        public INDArray gradient(INDArray y, INDArray x) {
            INDArray error = x.sub(y);
            return error.divi(error.mul(error).addi(1)).muli(2.0 / x.size(1));
        }

        @Override
        public double score(INDArray y, INDArray x) {
            INDArray error = x.sub(y);
            return Transforms.log(error.muli(error).addi(1), false).sumNumber().doubleValue() / x.size(1);
        }
    }

    private record SigmoidFocal() implements Composed {
        @Override
        public INDArray gradient(INDArray y, INDArray x) {
            INDArray p = Transforms.sigmoid(x);
            INDArray wrong = wrong(y, p);
            INDArray sign = y.mul(2).subi(1);
            INDArray byProbability =
                    entropy(y, x).muli(wrong).muli(p.mul(p.rsub(1))).muli(sign).muli(-2);
            INDArray byEntropy = wrong.mul(wrong).muli(p.sub(y));
            return byProbability.addi(byEntropy).muli(balance(y)).divi(x.size(1));
        }

        @Override
        public double score(INDArray y, INDArray x) {
            INDArray wrong = wrong(y, Transforms.sigmoid(x));
            return entropy(y, x)
                            .muli(wrong)
                            .muli(wrong)
                            .muli(balance(y))
                            .sumNumber()
                            .doubleValue()
                    / x.size(1);
        }

        /** The probability that is missing from the right answer. */
        private static INDArray wrong(INDArray y, INDArray p) {
            return y.add(p).subi(y.mul(p).muli(2));
        }

        private static INDArray entropy(INDArray y, INDArray x) {
            return Transforms.softPlus(x).subi(x.mul(y));
        }

        private static INDArray balance(INDArray y) {
            return y.mul(2 * ALPHA - 1).addi(1 - ALPHA);
        }
    }

    private record SoftmaxFocal() implements Composed {
        @Override
        public INDArray gradient(INDArray y, INDArray x) {
            INDArray p = Transforms.softmax(x);
            INDArray right = p.mul(y).sum(true, 1);
            INDArray wrong = right.rsub(1);
            INDArray slope =
                    Transforms.log(right).muli(right).muli(wrong).muli(2).subi(wrong.mul(wrong));
            return y.sub(p).muliColumnVector(slope);
        }

        @Override
        public double score(INDArray y, INDArray x) {
            INDArray right = Transforms.softmax(x).muli(y).sum(true, 1);
            INDArray wrong = right.rsub(1);
            return -Transforms.log(right).muli(wrong).muli(wrong).sumNumber().doubleValue();
        }
    }
}
