package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** How far float32 is off: by the rounding of what is added, and of the arguments of exponentials, and by no more. */
class EngineFloatAccuracyTest {
    private static final int ROWS = 300;
    private static final int CLASSES = 1024;
    private static final double UNIT = 0x1p-24;

    /** The gradient is (p·Σy − y)/N: where the two are all but equal, what is left of them is rounding. */
    @Test
    void aGradientIsOffByTheRoundingOfProbabilityAndTarget() {
        Random random = new Random(11);
        double[] logits = new double[ROWS * CLASSES];
        double[] targets = new double[ROWS * CLASSES];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
            targets[i] = (float) (Math.exp(random.nextGaussian()) / (1.65 * CLASSES));
        }
        Shape shape = Shape.of(ROWS, CLASSES);
        Map<String, Shape> shapes = Map.of("prediction", shape, "target", shape);
        Graph graph = new Programs()
                .value(Objective.parse("categorical_cross_entropy"), shapes)
                .withGradient(List.of("prediction"));
        Map<String, ReferenceTensor> inputs = Map.of(
                "prediction", ReferenceTensor.of(logits, ROWS, CLASSES),
                "target", ReferenceTensor.of(targets, ROWS, CLASSES));
        List<double[]> got = new EngineRun(new Engine(), Precision.FLOAT32, Layout::rowMajor).run(graph, inputs);
        double[] logProbabilities = inputs.get("prediction").logSoftmax(1).toArray();
        double[] sums = inputs.get("target").sum(1, false).toArray();
        double value = 0;
        for (int i = 0; i < logits.length; i++) {
            double p = Math.exp(logProbabilities[i]) * sums[i / CLASSES];
            double wanted = (p - targets[i]) / ROWS;
            // The argument of p's exponential is rounded three times, and its size bounds by how much. The sum
            // of exponentials has up to 256 roundings in a row on a CPU with short vectors: 9 units by chance,
            // and four times that at most.
            double bound = UNIT * (p * (36 + 3 * Math.abs(logProbabilities[i])) + targets[i] * 4) / ROWS;
            assertTrue(Math.abs(got.get(1)[i] - wanted) <= bound, "element " + i + ": " + got.get(1)[i]);
            value -= targets[i] * logProbabilities[i] / ROWS;
        }
        assertEquals(value, got.get(0)[0], 32 * UNIT * value);
    }
}
