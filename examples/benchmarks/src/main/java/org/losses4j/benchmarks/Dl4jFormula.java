package org.losses4j.benchmarks;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss as Deeplearning4j's users write one: value and gradient in array operations, without a mask. It reads the raw
 * output x, [N, C], whatever the activation of the layer, which is only applied where the network predicts.
 */
public abstract class Dl4jFormula implements ILossFunction {
    private static final long serialVersionUID = 1;

    /** The gradient of the score, [N, C]. */
    abstract INDArray gradient(INDArray y, INDArray x);

    /** The sum over examples of the means over outputs. */
    abstract double score(INDArray y, INDArray x);

    @Override
    public final double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask, boolean average) {
        double score = score(labels, preOutput);
        return average ? score / preOutput.size(0) : score;
    }

    @Override
    public final INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        throw new UnsupportedOperationException(name() + " has no scores of single examples");
    }

    @Override
    public final INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        return gradient(labels, preOutput);
    }

    @Override
    public final Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask, boolean average) {
        return Pair.of(computeScore(labels, preOutput, activationFn, mask, average), gradient(labels, preOutput));
    }

    @Override
    public final String name() {
        return getClass().getSimpleName();
    }
}
