package org.losses4j.loss.sequence;

import java.util.Arrays;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.LogSpace;

/** Sums over the alignments of one example's frames with its labels, in log space: slow, and right for all logits. */
final class LogSpaceAlignment {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final int frames;
    private final int classes;
    private final int[] states;
    private final HostResult.Scratch scratch;
    /** The log-probabilities of each frame, [frames, classes]. */
    private final double[] emissions;
    /** The log-probability of being in a state at a frame, by all ways that lead there, [frames, states]. */
    private final double[] forward;

    private double logLikelihood;

    /**
     * An alignment problem.
     *
     * @param logits the logits of the whole batch
     * @param offset the index of this example's first logit
     * @param frames the number of frames of this example that count
     * @param states the labels with blanks before, between and behind them
     * @param scratch the memory to compute in
     */
    LogSpaceAlignment(double[] logits, int offset, int frames, int classes, int[] states, HostResult.Scratch scratch) {
        this.frames = frames;
        this.classes = classes;
        this.states = states;
        this.scratch = scratch;
        this.emissions = scratch.array(frames * classes);
        System.arraycopy(logits, offset, emissions, 0, frames * classes);
        this.forward = scratch.array(frames * states.length);
        for (int t = 0; t < frames; t++) {
            normalise(t * classes);
        }
    }

    private void normalise(int from) {
        double peak = NEVER;
        for (int c = 0; c < classes; c++) {
            peak = Math.max(peak, emissions[from + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(emissions[from + c] - peak);
        }
        double logSum = Math.log(sum);
        for (int c = 0; c < classes; c++) {
            emissions[from + c] = emissions[from + c] - peak - logSum;
        }
    }

    /** The negative log-likelihood; infinite if there is no alignment. */
    double forward() {
        int width = states.length;
        if (frames == 0) {
            logLikelihood = width == 1 ? 0 : NEVER;
            return -logLikelihood;
        }
        Arrays.fill(forward, 0, width, NEVER);
        forward[0] = emission(0, 0);
        if (width > 1) {
            forward[1] = emission(0, 1);
        }
        for (int t = 1; t < frames; t++) {
            int before = (t - 1) * width;
            for (int s = 0; s < width; s++) {
                double ways = forward[before + s];
                if (s > 0) {
                    ways = LogSpace.add(ways, forward[before + s - 1]);
                }
                if (skips(s)) {
                    ways = LogSpace.add(ways, forward[before + s - 2]);
                }
                forward[t * width + s] = ways + emission(t, s);
            }
        }
        int last = (frames - 1) * width + width - 1;
        logLikelihood = width == 1 ? forward[last] : LogSpace.add(forward[last], forward[last - 1]);
        return -logLikelihood;
    }

    /** Writes the gradient by the logits: the softmax minus the probability of each class at each frame given the target. */
    void backward(double[] gradient, int offset) {
        if (logLikelihood == NEVER) {
            return;
        }
        int width = states.length;
        double[] ahead = scratch.array(width);
        double[] next = scratch.array(width);
        for (int t = frames - 1; t >= 0; t--) {
            if (t == frames - 1) {
                Arrays.fill(ahead, 0, width, NEVER);
                ahead[width - 1] = 0;
                if (width > 1) {
                    ahead[width - 2] = 0;
                }
            } else {
                stepBack(t, next, ahead);
            }
            int at = offset + t * classes;
            for (int c = 0; c < classes; c++) {
                gradient[at + c] = Math.exp(emissions[t * classes + c]);
            }
            for (int s = 0; s < width; s++) {
                gradient[at + states[s]] -= Math.exp(forward[t * width + s] + ahead[s] - logLikelihood);
            }
            double[] swap = next;
            next = ahead;
            ahead = swap;
        }
    }

    /** {@code ahead}: the log-probability of all that follows frame t, from {@code next}, the same of frame t + 1. */
    private void stepBack(int t, double[] next, double[] ahead) {
        int width = states.length;
        for (int s = 0; s < width; s++) {
            double ways = next[s] + emission(t + 1, s);
            if (s + 1 < width) {
                ways = LogSpace.add(ways, next[s + 1] + emission(t + 1, s + 1));
            }
            if (s + 2 < width && skips(s + 2)) {
                ways = LogSpace.add(ways, next[s + 2] + emission(t + 1, s + 2));
            }
            ahead[s] = ways;
        }
    }

    /** Whether the blank before a state may be left out: before a label that differs from the one before it. */
    private boolean skips(int s) {
        return s > 1 && s % 2 == 1 && states[s] != states[s - 2];
    }

    private double emission(int t, int s) {
        return emissions[t * classes + states[s]];
    }
}
