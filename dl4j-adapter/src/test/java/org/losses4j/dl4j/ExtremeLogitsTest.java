package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Where logits are large, ours is finite and right, and Deeplearning4j's own are not. */
class ExtremeLogitsTest {
    private final ObjectiveLoss binary =
            new ObjectiveLoss(Objective.of(new BinaryCrossEntropy()).reduce(Reduction.SUM));
    private final ObjectiveLoss categorical =
            new ObjectiveLoss(Objective.of(new CategoricalCrossEntropy()).reduce(Reduction.SUM));

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT", "HALF"})
    void binaryCrossEntropyOfAWrongLogitIsTheLogit(DataType type) {
        IActivation sigmoid = new ActivationSigmoid();
        for (double logit : new double[] {20, 100, 1e4, 1e9}) {
            if (type == DataType.HALF && logit > 6e4) {
                continue;
            }
            INDArray raw = Nd4j.create(new double[] {logit}, new long[] {1, 1}, type);
            INDArray zero = Nd4j.zeros(type, 1, 1);
            // −log(1 − σ(z)) = z + log(1 + e^−z), and its slope is σ(z).
            assertEquals(logit, binary.computeScore(zero, raw, sigmoid, null, false), logit * 1e-6);
            assertEquals(1, binary.computeGradient(zero, raw, sigmoid, null).getDouble(0), 1e-6);
        }
    }

    @Test
    void binaryCrossEntropyOfDeeplearning4jForgetsThem() {
        IActivation sigmoid = new ActivationSigmoid();
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 1, 1);
        INDArray raw = Nd4j.create(new double[] {100}, new long[] {1, 1}, DataType.DOUBLE);
        assertTrue(new LossBinaryXENT()
                        .computeGradient(zero, raw.dup(), sigmoid, null)
                        .getDouble(0)
                < 0.01);
        assertTrue(new LossBinaryXENT().computeScore(zero, raw.dup(), sigmoid, null, false) < 20);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void categoricalCrossEntropyOfAWrongLogitIsTheGap(DataType type) {
        IActivation softmax = new ActivationSoftmax();
        for (double gap : new double[] {20, 100, 1e4, 1e9}) {
            INDArray raw = Nd4j.create(new double[] {gap, 0}, new long[] {1, 2}, type);
            INDArray second = Nd4j.create(new double[] {0, 1}, new long[] {1, 2}, type);
            assertEquals(gap, categorical.computeScore(second, raw, softmax, null, false), gap * 1e-6);
            INDArray gradient = categorical.computeGradient(second, raw, softmax, null);
            assertEquals(1, gradient.getDouble(0), 1e-6);
            assertEquals(-1, gradient.getDouble(1), 1e-6);
        }
    }

    @Test
    void categoricalCrossEntropyOfDeeplearning4jSaturates() {
        INDArray raw = Nd4j.create(new double[] {100, 0}, new long[] {1, 2}, DataType.DOUBLE);
        INDArray second = Nd4j.create(new double[] {0, 1}, new long[] {1, 2}, DataType.DOUBLE);
        assertTrue(new LossMCXENT().computeScore(second, raw, new ActivationSoftmax(), null, false) < 24);
    }
}
