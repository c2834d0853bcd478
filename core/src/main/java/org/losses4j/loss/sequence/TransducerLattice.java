package org.losses4j.loss.sequence;

import java.util.Arrays;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.LogSpace;

/** Sums over the ways of one example through the lattice of frames and labels, in log space. */
final class TransducerLattice {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private final double[] logits;
    private final int offset;
    private final int frames;
    private final int rows;
    private final int classes;
    private final int[] labels;
    private final int blank;
    private final int width;
    /** log Σ eˣ of the logits at each point, [frames, labels + 1]. */
    private final double[] logSum;
    /** The log-probability of coming to a point, by all ways that lead there, [frames, labels + 1]. */
    private final double[] forward;
    /** The log-probability of all that follows a point of the frame at hand. */
    private final double[] ahead;

    private double logLikelihood;

    /**
     * A lattice.
     *
     * @param logits the logits of the whole batch
     * @param offset the index of this example's first logit
     * @param frames the number of frames of this example that count, at least 1
     * @param rows the rows of logits of each frame, of which the first labels + 1 count
     * @param labels the labels that count
     * @param scratch the memory to compute in
     */
    TransducerLattice(
            double[] logits,
            int offset,
            int frames,
            int rows,
            int classes,
            int[] labels,
            int blank,
            HostResult.Scratch scratch) {
        this.logits = logits;
        this.offset = offset;
        this.frames = frames;
        this.rows = rows;
        this.classes = classes;
        this.labels = labels;
        this.blank = blank;
        this.width = labels.length + 1;
        this.logSum = scratch.array(frames * width);
        this.forward = scratch.array(frames * width);
        this.ahead = scratch.array(width);
        for (int point = 0; point < frames * width; point++) {
            logSum[point] = logSum(at(point / width, point % width));
        }
    }

    private int at(int frame, int before) {
        return (frame * rows + before) * classes;
    }

    private double logSum(int at) {
        double peak = NEVER;
        for (int c = 0; c < classes; c++) {
            peak = Math.max(peak, logits[offset + at + c]);
        }
        double reference = peak == NEVER ? 0 : peak;
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[offset + at + c] - reference);
        }
        return Math.log(sum) + reference;
    }

    /** The log-probability of a class at a point; that of a class with a logit of −∞ is −∞ even where all are. */
    private double step(int frame, int before, int next) {
        double logit = logits[offset + at(frame, before) + next];
        return logit == NEVER ? NEVER : logit - logSum[frame * width + before];
    }

    private double blank(int frame, int before) {
        return step(frame, before, blank);
    }

    private double label(int frame, int before) {
        return step(frame, before, labels[before]);
    }

    /** The negative log-likelihood; infinite if there is no way. */
    double forward() {
        for (int t = 0; t < frames; t++) {
            for (int u = 0; u < width; u++) {
                double ways = t == 0 && u == 0 ? 0 : NEVER;
                if (t > 0) {
                    ways = LogSpace.add(ways, forward[(t - 1) * width + u] + blank(t - 1, u));
                }
                if (u > 0) {
                    ways = LogSpace.add(ways, forward[t * width + u - 1] + label(t, u - 1));
                }
                forward[t * width + u] = ways;
            }
        }
        logLikelihood = forward[frames * width - 1] + blank(frames - 1, width - 1);
        return -logLikelihood;
    }

    /** Adds the gradient by the logits: at each point the softmax times the share of ways through it, less the shares of its two steps. */
    void backward(double[] gradient, int to) {
        if (logLikelihood == NEVER) {
            return;
        }
        Arrays.fill(ahead, 0, width, NEVER);
        for (int t = frames - 1; t >= 0; t--) {
            double afterLabel = NEVER;
            for (int u = width - 1; u >= 0; u--) {
                boolean last = t == frames - 1 && u == width - 1;
                double byBlank = blank(t, u) + (last ? 0 : ahead[u]);
                double byLabel = u == width - 1 ? NEVER : label(t, u) + afterLabel;
                double here = LogSpace.add(byBlank, byLabel);
                ahead[u] = here;
                afterLabel = here;
                double before = forward[t * width + u] - logLikelihood;
                spread(gradient, to, t, u, Math.exp(before + here));
                gradient[to + at(t, u) + blank] -= Math.exp(before + byBlank);
                if (u < width - 1) {
                    gradient[to + at(t, u) + labels[u]] -= Math.exp(before + byLabel);
                }
            }
        }
    }

    private void spread(double[] gradient, int to, int frame, int before, double share) {
        if (share == 0) {
            return;
        }
        int at = at(frame, before);
        double sum = logSum[frame * width + before];
        for (int c = 0; c < classes; c++) {
            gradient[to + at + c] += share * Math.exp(logits[offset + at + c] - sum);
        }
    }
}
