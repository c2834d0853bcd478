package org.losses4j.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The loss function behind an {@link ObjectiveVertex}: it passes on the scores of examples that the vertex has computed.
 *
 * <p>It reads no labels, but Deeplearning4j requires some: {@link ObjectiveGraphs} makes placeholders. The activation is
 * the identity.
 */
public final class ScoreLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    @Override
    public double computeScore(
            @Nullable INDArray labels,
            INDArray preOutput,
            IActivation activationFn,
            @Nullable INDArray mask,
            boolean average) {
        double sum = computeScoreArray(labels, preOutput, activationFn, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / preOutput.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            @Nullable INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        if (mask != null) {
            throw new IllegalArgumentException(
                    "The scores of an ObjectiveVertex take no mask of labels: give the vertex"
                            + " an input for the role 'mask' or 'weights'");
        }
        return preOutput.dup('c');
    }

    @Override
    public INDArray computeGradient(
            @Nullable INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        return Nd4j.onesLike(computeScoreArray(labels, preOutput, activationFn, mask));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            @Nullable INDArray labels,
            INDArray preOutput,
            IActivation activationFn,
            @Nullable INDArray mask,
            boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activationFn, mask, average),
                computeGradient(labels, preOutput, activationFn, mask));
    }

    @Override
    public String name() {
        return "ScoreLoss";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScoreLoss;
    }

    @Override
    public int hashCode() {
        return ScoreLoss.class.hashCode();
    }

    @Override
    public String toString() {
        return name();
    }
}
