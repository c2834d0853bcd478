package org.losses4j.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.losses4j.Inputs;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

class CtcDecoderTest {
    private static final int FRAMES = 5;
    private static final int CLASSES = 3;

    @Test
    void aWideBeamFindsTheMostLikelyLabelsWithTheirProbability() {
        Random random = new Random(5);
        for (int blank = 0; blank < CLASSES; blank++) {
            for (int repeat = 0; repeat < 20; repeat++) {
                Tensor logits = logits(random);
                Map<List<Integer>, Double> all = new HashMap<>();
                enumerate(logits.logSoftmax(2).toArray(), blank, new ArrayList<>(), 0, all);
                List<Hypothesis> found =
                        new CtcBeamDecoder(blank, 1000).decode(logits).get(0);
                assertEquals(all.size(), found.size());
                for (Hypothesis hypothesis : found) {
                    assertEquals(all.get(hypothesis.labels()), Math.exp(hypothesis.logProbability()), 1e-12);
                }
                double most = all.values().stream().mapToDouble(p -> p).max().orElseThrow();
                assertEquals(most, Math.exp(found.get(0).logProbability()), 1e-12, "seed 5");
            }
        }
    }

    @Test
    void itsProbabilityIsTheLossOfThoseLabels() {
        Tensor logits = logits(new Random(8));
        Hypothesis best = new CtcBeamDecoder(0, 1000)
                .decode(logits).get(0).stream()
                        .filter(hypothesis -> hypothesis.labels().size() == 2)
                        .findFirst()
                        .orElseThrow();
        Tensor target = ReferenceTensor.matrix(
                best.labels().stream().mapToDouble(Integer::doubleValue).toArray());
        double loss =
                Objective.of(Losses.of("ctc")).value(Inputs.of(logits, target)).item();
        assertEquals(loss, -best.logProbability(), 1e-12);
    }

    @Test
    void aNarrowBeamNeverClaimsMoreThanTheTruth() {
        Random random = new Random(6);
        for (int repeat = 0; repeat < 20; repeat++) {
            Tensor logits = logits(random);
            Map<List<Integer>, Double> all = new HashMap<>();
            enumerate(logits.logSoftmax(2).toArray(), 0, new ArrayList<>(), 0, all);
            List<Hypothesis> found = new CtcBeamDecoder(0, 2).decode(logits).get(0);
            assertTrue(found.size() <= 2);
            for (Hypothesis hypothesis : found) {
                assertTrue(Math.exp(hypothesis.logProbability()) <= all.get(hypothesis.labels()) + 1e-12);
            }
        }
    }

    @Test
    void greedyMergesRepeatsAndDropsBlanks() {
        double[][] frames = {{0, 9, 0}, {0, 9, 0}, {9, 0, 0}, {0, 9, 0}, {0, 0, 9}};
        assertEquals(
                List.of(1, 1, 2), new CtcGreedyDecoder().decode(frames).get(0).labels());
        assertEquals(45, new CtcGreedyDecoder().decode(frames).get(0).logProbability());
        assertEquals(
                List.of(0),
                new CtcGreedyDecoder(1)
                        .decode(new double[][] {{1, 0, 0}, {0, 1, 0}})
                        .get(0)
                        .labels());
    }

    @Test
    void theBestAlignmentNeedNotBeOfTheBestLabels() {
        // Two frames of (0.6 blank, 0.4 a): no label has 0.36, a has 0.64.
        double[][] frames = {{Math.log(0.6), Math.log(0.4)}, {Math.log(0.6), Math.log(0.4)}};
        assertEquals(List.of(), new CtcGreedyDecoder().decode(frames).get(0).labels());
        assertEquals(List.of(1), new CtcBeamDecoder().decode(frames).get(0).labels());
        assertEquals(0.64, Math.exp(new CtcBeamDecoder().decode(frames).get(0).logProbability()), 1e-12);
    }

    @Test
    void framesBeyondTheLengthDoNotCount() {
        Tensor logits = ReferenceTensor.of(new double[] {0, 9, 0, 0, 0, 9}, 1, 2, 3);
        assertEquals(
                List.of(1),
                new CtcGreedyDecoder().decode(logits, 1).get(0).get(0).labels());
        assertEquals(
                List.of(), new CtcBeamDecoder().decode(logits, 0).get(0).get(0).labels());
        assertThrows(IllegalArgumentException.class, () -> new CtcGreedyDecoder().decode(logits, 3));
        assertThrows(IllegalArgumentException.class, () -> new CtcGreedyDecoder().decode(logits, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new CtcBeamDecoder(0, 0));
    }

    private static Tensor logits(Random random) {
        return ReferenceTensor.of(random.doubles(FRAMES * CLASSES, -2, 2).toArray(), 1, FRAMES, CLASSES);
    }

    /** The probability of each label sequence, by all alignments one after the other. */
    private static void enumerate(
            double[] logProbabilities,
            int blank,
            List<Integer> alignment,
            double total,
            Map<List<Integer>, Double> all) {
        int t = alignment.size();
        if (t == FRAMES) {
            List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < FRAMES; i++) {
                boolean repeated = i > 0 && alignment.get(i).equals(alignment.get(i - 1));
                if (alignment.get(i) != blank && !repeated) {
                    labels.add(alignment.get(i));
                }
            }
            all.merge(labels, Math.exp(total), Double::sum);
            return;
        }
        for (int c = 0; c < CLASSES; c++) {
            alignment.add(c);
            enumerate(logProbabilities, blank, alignment, total + logProbabilities[t * CLASSES + c], all);
            alignment.remove(t);
        }
    }
}
