package org.losses4j.loss.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.losses4j.tensor.HostResult;

/** Scaled probabilities against the sums in log space, which no range limits. */
class ScaledAlignmentTest {
    private static final long SEED = 20260417;

    @Test
    void agreesWithLogSpaceWhereItSaysThatItIsRight() {
        Random random = new Random(SEED);
        int solved = 0;
        for (int trial = 0; trial < 600; trial++) {
            int frames = 1 + random.nextInt(30);
            int classes = 2 + random.nextInt(6);
            int[] states = states(random, random.nextInt(12), classes);
            double[] logits = logits(random, frames * classes, Math.pow(10, random.nextInt(5) - 1));
            if (agrees("trial " + trial + " of seed " + SEED, frames, classes, states, logits)) {
                solved++;
            }
        }
        assertTrue(solved > 300, "solved " + solved);
    }

    @Test
    void whatCannotBeIsNoProbability() {
        Random random = new Random(SEED);
        for (int trial = 0; trial < 100; trial++) {
            int[] states = states(random, 4, 6);
            double[] logits = logits(random, 12 * 6, 3);
            for (int i = 0; i < 20; i++) {
                logits[random.nextInt(logits.length)] = Double.NEGATIVE_INFINITY;
            }
            agrees("trial " + trial + " of seed " + SEED, 12, 6, states, logits);
        }
    }

    @Test
    void longSequencesOfAnUntrainedNetworkNeedNoLogarithms() {
        Random random = new Random(SEED);
        for (int labels : new int[] {1, 40, 200}) {
            int[] states = states(random, labels, 30);
            assertTrue(agrees(labels + " labels", 2000, 30, states, logits(random, 2000 * 30, 0.1)));
        }
    }

    @Test
    void aTrainedNetworksCertaintyNeedsNoLogarithms() {
        Random random = new Random(SEED);
        int frames = 200;
        int classes = 30;
        int[] states = states(random, 50, classes);
        double[] logits = new double[frames * classes];
        for (int t = 0; t < frames; t++) {
            logits[t * classes + states[Math.min(t / 2, states.length - 1)]] = 25;
        }
        assertTrue(agrees("certain", frames, classes, states, logits));
    }

    @Test
    void whereNumbersEndItSaysSo() {
        int[] states = {0, 1, 0};
        // The only way to the label costs 10⁻⁴⁰⁰.
        assertFalse(solves(1, 2, states, 900, 0));
        assertFalse(solves(1, 2, states, Double.NaN, 0));
        assertFalse(solves(1, 2, states, 0, Double.NEGATIVE_INFINITY));
        assertFalse(solves(1, 2, states, Double.POSITIVE_INFINITY, 0));
        // Two equal labels need a blank between them.
        assertFalse(solves(2, 2, new int[] {0, 1, 0, 1, 0}, 1, 2, 3, 4));
        // Each frame favours what the target needs elsewhere: forward and backward are each certain of other states.
        int[] pair = {0, 1, 0, 2, 0};
        assertFalse(solves(4, 3, pair, 0, 0, 400, 0, 0, 400, 0, 400, 0, 0, 400, 0));
        assertTrue(solves(4, 3, pair, 0, 0, 200, 0, 0, 200, 0, 200, 0, 0, 200, 0));
    }

    /** On the way from numbers that a double holds to those that it does not there are some that it holds in part. */
    @Test
    void whatIsLostInPartIsNoticed() {
        int[] pair = {0, 1, 0, 2, 0};
        int solved = 0;
        for (double v = 300; v < 400; v += 0.25) {
            solved += solves(4, 3, pair, 0, 0, v, 0.3, 0.1, v, 0, v, 0.2, 0, v, 0.5) ? 1 : 0;
        }
        assertTrue(solved > 0 && solved < 400, "solved " + solved);
    }

    private static boolean solves(int frames, int classes, int[] states, double... logits) {
        return agrees(Arrays.toString(logits), frames, classes, states, logits);
    }

    /** Whether there is a solution, which is then the right one. */
    private static boolean agrees(String what, int frames, int classes, int[] states, double[] logits) {
        double[] got = new double[frames * classes];
        ScaledAlignment scaled = new ScaledAlignment(frames, classes, states, scratch());
        if (!scaled.solve(logits, 0, got, 0)) {
            return false;
        }
        double[] wanted = new double[frames * classes];
        LogSpaceAlignment general = new LogSpaceAlignment(logits, 0, frames, classes, states, scratch());
        double value = general.forward();
        general.backward(wanted, 0);
        assertEquals(value, scaled.negativeLogLikelihood(), 1e-11 * Math.max(1, value), what);
        assertArrayEquals(wanted, got, 1e-9, what);
        return true;
    }

    /** Memory that holds what other problems have left there. */
    private static HostResult.Scratch scratch() {
        HostResult result = new HostResult();
        result.prepare(1, 0, false);
        for (int length = 1; length < 40; length++) {
            Arrays.fill(result.scratch(0).array(3 * length), Double.NaN);
        }
        result.prepare(1, 0, false);
        return result.scratch(0);
    }

    private static double[] logits(Random random, int count, double spread) {
        return random.doubles(count, -spread, spread).toArray();
    }

    private static int[] states(Random random, int labels, int classes) {
        int[] states = new int[2 * labels + 1];
        for (int i = 0; i < labels; i++) {
            states[2 * i + 1] = 1 + random.nextInt(classes - 1);
        }
        return states;
    }
}
