package org.losses4j.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.tensor.LogSpace;

/**
 * Prefix beam search: finds likely label sequences, each scored by the sum over all its alignments. Exact if the beam holds
 * all prefixes; otherwise the probabilities are lower bounds.
 *
 * <p>A. Y. Hannun et al., "First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional Recurrent DNNs",
 * 2014, arXiv:1408.2873.
 *
 * @param blank the class that stands for no label; default 0
 * @param width the number of prefixes kept after each frame, and the greatest number of hypotheses; at least 1; default 10
 */
public record CtcBeamDecoder(int blank, int width) implements CtcDecoder {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    public CtcBeamDecoder {
        if (width < 1) {
            throw new IllegalArgumentException("The width of a beam must be at least 1, got " + width);
        }
    }

    public CtcBeamDecoder() {
        this(0, 10);
    }

    @Override
    public List<Hypothesis> decode(double[][] logProbabilities) {
        Map<List<Integer>, Ways> beam = Map.of(List.of(), new Ways(0, NEVER));
        for (double[] frame : logProbabilities) {
            beam = best(extended(beam, frame));
        }
        return beam.entrySet().stream()
                .map(entry -> new Hypothesis(entry.getKey(), entry.getValue().total()))
                .sorted(Comparator.comparingDouble(Hypothesis::logProbability).reversed())
                .toList();
    }

    private Map<List<Integer>, Ways> extended(Map<List<Integer>, Ways> beam, double[] frame) {
        Map<List<Integer>, Ways> next = new HashMap<>();
        beam.forEach((prefix, ways) -> {
            int last = prefix.isEmpty() ? blank : prefix.get(prefix.size() - 1);
            add(next, prefix, new Ways(ways.total() + frame[blank], NEVER));
            for (int c = 0; c < frame.length; c++) {
                if (c == blank) {
                    continue;
                }
                if (c == last) {
                    add(next, prefix, new Ways(NEVER, ways.label() + frame[c]));
                }
                // The same label once more is a new label only after a blank.
                double before = c == last ? ways.blank() : ways.total();
                add(next, longer(prefix, c), new Ways(NEVER, before + frame[c]));
            }
        });
        return next;
    }

    private static void add(Map<List<Integer>, Ways> beam, List<Integer> prefix, Ways ways) {
        if (ways.total() > NEVER) {
            beam.merge(prefix, ways, Ways::or);
        }
    }

    private static List<Integer> longer(List<Integer> prefix, int label) {
        List<Integer> longer = new ArrayList<>(prefix);
        longer.add(label);
        return longer;
    }

    private Map<List<Integer>, Ways> best(Map<List<Integer>, Ways> beam) {
        Map<List<Integer>, Ways> kept = new HashMap<>();
        beam.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<List<Integer>, Ways> entry) ->
                        -entry.getValue().total()))
                .limit(width)
                .forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        return kept;
    }

    /** The log-probabilities of a prefix by its alignments that end in a blank, and by those that end in its last label. */
    private record Ways(double blank, double label) {
        double total() {
            return LogSpace.add(blank, label);
        }

        Ways or(Ways other) {
            return new Ways(LogSpace.add(blank, other.blank), LogSpace.add(label, other.label));
        }
    }
}
