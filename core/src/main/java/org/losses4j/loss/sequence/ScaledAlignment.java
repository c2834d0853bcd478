package org.losses4j.loss.sequence;

import java.util.Arrays;
import org.losses4j.tensor.HostResult;

/**
 * Sums over the alignments of one example's frames with its labels, as probabilities, each frame scaled to about the same sum:
 * no exponential or logarithm for a state, and loops that HotSpot turns into vector instructions. Where a double's range is too
 * small, {@link #solve} says so, and {@link LogSpaceAlignment} takes over.
 *
 * <p>L. R. Rabiner, "A Tutorial on Hidden Markov Models", Proceedings of the IEEE 1989, section V.A, for the scaling.
 */
final class ScaledAlignment {
    // Numbers below 2⁻¹⁰⁷⁴ become 0, and each frame tells whether that could have mattered: the probability of the
    // target is its overlap, the sum over the states of forward times backward. The error at a state is at most 2⁻¹⁰⁷⁴
    // times 2¹⁰⁰³, the largest that the other factor can be, so that an overlap of 2²⁰ has lost nothing that a double
    // could tell.
    private static final double SCALE = 0x1p500;
    /** The least sum of a frame for which its scale is finite. */
    private static final double LEAST_SUM = 0x1p-400;

    private static final double LEAST_OVERLAP = 0x1p20;
    private static final int PADDING = 2;

    private final int frames;
    private final int classes;
    private final int[] states;
    private final HostResult.Scratch scratch;
    /** For each state 1 if the one before may be left out, else 0. */
    private final double[] skips;
    /** For each frame the states' probabilities by all ways that lead there, behind two zeros. */
    private final double[][] forward;

    private final double[] emissions;
    private final double[] overlaps;
    private double logLikelihood;

    /**
     * An alignment problem.
     *
     * @param frames at least 1
     * @param states the labels with blanks before, between and behind them
     * @param scratch the memory to compute in
     */
    ScaledAlignment(int frames, int classes, int[] states, HostResult.Scratch scratch) {
        this.frames = frames;
        this.classes = classes;
        this.states = states;
        this.scratch = scratch;
        this.skips = scratch.array(states.length + PADDING);
        for (int s = 3; s < states.length; s += 2) {
            skips[s] = states[s] == states[s - 2] ? 0 : 1;
        }
        this.forward = new double[frames][];
        Arrays.setAll(forward, t -> scratch.array(states.length + PADDING));
        this.emissions = scratch.array(states.length);
        this.overlaps = scratch.array(states.length);
    }

    /**
     * Computes the likelihood and the gradient of its negative logarithm by the logits.
     *
     * @param logits the logits of the whole batch, those of this example from {@code from} on
     * @param gradient the array that the gradient is written to, from {@code to} on
     * @return whether likelihood and gradient are right; if not, the gradient's elements are arbitrary
     */
    boolean solve(double[] logits, int from, double[] gradient, int to) {
        for (int t = 0; t < frames; t++) {
            softmax(logits, from + t * classes, gradient, to + t * classes);
        }
        return forward(gradient, to) && backward(gradient, to);
    }

    double negativeLogLikelihood() {
        return -logLikelihood;
    }

    private void softmax(double[] logits, int from, double[] probabilities, int to) {
        double peak = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            peak = Math.max(peak, logits[from + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double e = Math.exp(logits[from + c] - peak);
            probabilities[to + c] = e;
            sum += e;
        }
        double factor = 1 / sum;
        for (int c = 0; c < classes; c++) {
            probabilities[to + c] *= factor;
        }
    }

    private boolean forward(double[] probabilities, int at) {
        int width = states.length;
        double[] before = scratch.array(width + PADDING);
        before[PADDING] = 1;
        double scale = SCALE;
        double sum = 0;
        logLikelihood = 0;
        for (int t = 0; t < frames; t++) {
            gather(probabilities, at + t * classes);
            double[] row = forward[t];
            int end = reachedEnd(t);
            for (int s = usefulFrom(t); s < end; s++) {
                row[s + 2] = (before[s + 2] + before[s + 1] + skips[s] * before[s]) * scale * emissions[s];
            }
            sum = sum(row, width + PADDING);
            if (!(sum >= LEAST_SUM)) {
                return false;
            }
            logLikelihood += Math.log(sum / SCALE);
            scale = SCALE / sum;
            before = row;
        }
        return true;
    }

    /** Turns the softmax into the gradient: subtracts the probability of each class at each frame given the target. */
    private boolean backward(double[] gradient, int at) {
        int width = states.length;
        double[] ahead = scratch.array(width + PADDING);
        double[] next = scratch.array(width + PADDING);
        ahead[width - 1] = SCALE;
        ahead[Math.max(0, width - 2)] = SCALE;
        for (int t = frames - 1; t >= 0; t--) {
            int from = usefulFrom(t);
            int end = reachedEnd(t);
            if (t < frames - 1) {
                int nextEnd = reachedEnd(t + 1);
                double sum = sum(ahead, nextEnd);
                if (!(sum >= LEAST_SUM)) {
                    return false;
                }
                double scale = SCALE / sum;
                for (int s = from; s < nextEnd; s++) {
                    next[s] = ahead[s] * scale * emissions[s];
                }
                for (int s = from; s < end; s++) {
                    ahead[s] = next[s] + next[s + 1] + skips[s + 2] * next[s + 2];
                }
            }
            int frame = at + t * classes;
            gather(gradient, frame);
            if (!subtractPosterior(forward[t], ahead, from, end, gradient, frame)) {
                return false;
            }
        }
        return true;
    }

    private boolean subtractPosterior(double[] row, double[] ahead, int from, int end, double[] gradient, int frame) {
        for (int s = from; s < end; s++) {
            overlaps[s] = row[s + 2] * ahead[s];
        }
        double overlap = 0;
        for (int s = from; s < end; s++) {
            overlap += overlaps[s];
        }
        if (!(overlap >= LEAST_OVERLAP)) {
            return false;
        }
        double factor = 1 / overlap;
        double blank = 0;
        for (int s = from + from % 2; s < end; s += 2) {
            blank += overlaps[s];
        }
        gradient[frame + states[0]] -= blank * factor;
        for (int s = from + 1 - from % 2; s < end; s += 2) {
            gradient[frame + states[s]] -= overlaps[s] * factor;
        }
        return true;
    }

    private void gather(double[] probabilities, int frame) {
        double blank = probabilities[frame + states[0]];
        emissions[0] = blank;
        for (int s = 1; s < states.length; s += 2) {
            emissions[s] = probabilities[frame + states[s]];
            emissions[s + 1] = blank;
        }
    }

    /** The first state from which the frames that are left suffice to reach the end. */
    private int usefulFrom(int t) {
        return Math.max(0, states.length - 2 * (frames - t));
    }

    /** The first state that cannot be reached by frame {@code t}. */
    private int reachedEnd(int t) {
        return Math.min(states.length, 2 * t + 2);
    }

    private static double sum(double[] values, int end) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i < end - 1; i += 2) {
            even += values[i];
            odd += values[i + 1];
        }
        return i < end ? even + odd + values[i] : even + odd;
    }
}
