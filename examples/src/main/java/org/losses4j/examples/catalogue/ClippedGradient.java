package org.losses4j.examples.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.style.Styler;
import org.losses4j.dl4j.ObjectiveLoss;
import org.losses4j.examples.report.Chart;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** Draws the gradient of Deeplearning4j's binary cross-entropy beside ours, for a positive example. */
final class ClippedGradient {
    private static final double FROM = -20;
    private static final double TO = 5;
    private static final int POINTS = 251;

    private ClippedGradient() {}

    static void save(Path file) throws IOException {
        double[] logits = new double[POINTS];
        Arrays.setAll(logits, i -> FROM + (TO - FROM) * i / (POINTS - 1));
        new Chart(
                        "How strongly a positive example is learned, by what the network thinks of it",
                        "the network's output (logit): left of 0 it is wrong",
                        "size of the gradient")
                .horizontal(FROM, TO)
                .vertical(0, 1.1)
                .legend(Styler.LegendPosition.InsideNE)
                .line("LossBinaryXENT", logits, sizes(logits, new LossBinaryXENT()))
                .line("binary_cross_entropy", logits, sizes(logits, new ObjectiveLoss(new BinaryCrossEntropy())))
                .save(file);
    }

    private static double[] sizes(double[] logits, ILossFunction loss) {
        DoubleUnaryOperator size = logit -> {
            INDArray output = Nd4j.create(new double[] {logit}, new long[] {1, 1}, DataType.DOUBLE);
            INDArray positive = Nd4j.ones(DataType.DOUBLE, 1, 1);
            return Math.abs(loss.computeGradient(positive, output, new ActivationSigmoid(), null)
                    .getDouble(0));
        };
        return Arrays.stream(logits).map(size).toArray();
    }
}
