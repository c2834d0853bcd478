package org.losses4j.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * Greedy decoding: finds the labels of the single most likely alignment, which is the best class of each frame, with repeats
 * merged and blanks dropped. Fast, but these are not always the most likely labels. Among equal classes the first is taken.
 * The probability is that of the alignment.
 *
 * <p>A. Graves et al., "Connectionist Temporal Classification", ICML 2006, section 3.2.
 *
 * @param blank the class that stands for no label; default 0
 */
public record CtcGreedyDecoder(int blank) implements CtcDecoder {

    public CtcGreedyDecoder() {
        this(0);
    }

    @Override
    public List<Hypothesis> decode(double[][] logProbabilities) {
        List<Integer> labels = new ArrayList<>();
        double total = 0;
        int before = blank;
        for (double[] frame : logProbabilities) {
            int best = best(frame);
            if (best != blank && best != before) {
                labels.add(best);
            }
            total += frame[best];
            before = best;
        }
        return List.of(new Hypothesis(labels, total));
    }

    private static int best(double[] frame) {
        int best = 0;
        for (int c = 1; c < frame.length; c++) {
            if (frame[c] > frame[best]) {
                best = c;
            }
        }
        return best;
    }
}
