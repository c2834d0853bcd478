package org.losses4j.loss.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** CTC against the sum over all alignments, one by one. */
class CtcTest {
    private static final int FRAMES = 5;
    private static final int CLASSES = 3;

    @Test
    void isTheSumOverAllAlignments() {
        Random random = new Random(11);
        for (int blank = 0; blank < CLASSES; blank++) {
            for (int length = 0; length <= 3; length++) {
                for (int repeat = 0; repeat < 6; repeat++) {
                    double[] logits = random.doubles(FRAMES * CLASSES, -3, 3).toArray();
                    List<Integer> labels = new ArrayList<>();
                    for (int i = 0; i < length; i++) {
                        labels.add((blank + 1 + random.nextInt(CLASSES - 1)) % CLASSES);
                    }
                    double[] padded = new double[4];
                    for (int i = 0; i < length; i++) {
                        padded[i] = labels.get(i);
                    }
                    Tensor value = Objective.of((Loss) new Ctc(blank, false, false, true))
                            .reduce(Reduction.NONE)
                            .value(inputs(logits, padded, length));
                    double wanted = -Math.log(likelihood(logits, labels, blank, new ArrayList<>()));
                    assertEquals(wanted, value.item(), 1e-10, labels + " with blank " + blank + " (seed 11)");
                }
            }
        }
    }

    @Test
    void isFiniteForHugeLogitsAndNaNForNaN() {
        double[] logits = new double[FRAMES * CLASSES];
        logits[1] = 1e9;
        logits[5] = -1e9;
        Inputs inputs = inputs(logits, new double[] {1, 2, 0, 0}, 2);
        List<Tensor> results = new Programs()
                .value(Objective.of((Loss) new Ctc()), inputs.shapes())
                .withGradient(List.of("prediction"))
                .evaluate(inputs.asMap());
        assertEquals(true, Double.isFinite(results.get(0).item()));
        for (double g : results.get(1).toArray()) {
            assertEquals(true, Double.isFinite(g));
        }
        logits[0] = Double.NaN;
        assertEquals(
                Double.NaN,
                Objective.of((Loss) new Ctc())
                        .value(inputs(logits, new double[] {1, 2, 0, 0}, 2))
                        .item());
    }

    @Test
    void aTargetThatDoesNotFitHasNoGradient() {
        double[] logits = new Random(3).doubles(FRAMES * CLASSES).toArray();
        Inputs inputs = inputs(logits, new double[] {1, 1, 1, 1}, 4);
        List<Tensor> results = new Programs()
                .value(Objective.of((Loss) new Ctc()), inputs.shapes())
                .withGradient(List.of("prediction"))
                .evaluate(inputs.asMap());
        assertEquals(Double.POSITIVE_INFINITY, results.get(0).item());
        assertArrayEquals(new double[FRAMES * CLASSES], results.get(1).toArray());
    }

    private static Inputs inputs(double[] logits, double[] labels, int length) {
        return Inputs.of(Map.of(
                "prediction", ReferenceTensor.of(logits, 1, FRAMES, CLASSES),
                "target", ReferenceTensor.of(labels, 1, labels.length),
                "target_lengths", ReferenceTensor.vector(length)));
    }

    /** The summed probability of all continuations of an alignment that become the labels. */
    private static double likelihood(double[] logits, List<Integer> labels, int blank, List<Integer> alignment) {
        if (alignment.size() == FRAMES) {
            return collapsed(alignment, blank).equals(labels) ? 1 : 0;
        }
        int at = alignment.size() * CLASSES;
        double norm = Math.exp(logits[at]) + Math.exp(logits[at + 1]) + Math.exp(logits[at + 2]);
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            alignment.add(c);
            sum += Math.exp(logits[at + c]) / norm * likelihood(logits, labels, blank, alignment);
            alignment.remove(alignment.size() - 1);
        }
        return sum;
    }

    private static List<Integer> collapsed(List<Integer> alignment, int blank) {
        List<Integer> labels = new ArrayList<>();
        int before = blank;
        for (int c : alignment) {
            if (c != blank && c != before) {
                labels.add(c);
            }
            before = c;
        }
        return labels;
    }
}
