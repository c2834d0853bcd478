package org.losses4j.examples.ctc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.losses4j.decode.CtcBeamDecoder;
import org.losses4j.decode.CtcDecoder;
import org.losses4j.decode.CtcGreedyDecoder;
import org.losses4j.examples.data.Strip;
import org.losses4j.examples.data.StripBatch;
import org.losses4j.examples.metrics.LabelErrorRate;
import org.losses4j.tensor.Tensor;

/**
 * A strip and the digits that were decoded from it.
 *
 * @param strip the strip with its true digits
 * @param probabilities the class probabilities, frame by frame; class 0 is the blank
 * @param greedy the digits of the likeliest alignment
 * @param beam the likeliest digits that beam search found
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Reading(Strip strip, double[] probabilities, List<Integer> greedy, List<Integer> beam) {

    /** What a network read from strips. */
    static List<Reading> of(StripBatch strips, Tensor logits) {
        List<List<Integer>> greedy = digits(new CtcGreedyDecoder(), logits);
        List<List<Integer>> beam = digits(new CtcBeamDecoder(), logits);
        double[] all = logits.logSoftmax(2).exp().toArray();
        int each = all.length / strips.size();
        return IntStream.range(0, strips.size())
                .mapToObj(n -> new Reading(
                        strips.strips().get(n),
                        Arrays.copyOfRange(all, n * each, (n + 1) * each),
                        greedy.get(n),
                        beam.get(n)))
                .toList();
    }

    private static List<List<Integer>> digits(CtcDecoder decoder, Tensor logits) {
        return decoder.decode(logits).stream()
                .map(hypotheses -> hypotheses.get(0).labels().stream()
                        .map(label -> label - 1)
                        .toList())
                .toList();
    }

    /** The digits that are there. */
    List<Integer> truth() {
        return IntStream.of(strip.digits()).boxed().toList();
    }

    boolean right() {
        return greedy.equals(truth());
    }

    static double greedyErrorRate(List<Reading> readings) {
        return LabelErrorRate.of(
                readings.stream().map(Reading::greedy).toList(),
                readings.stream().map(Reading::truth).toList());
    }

    static double beamErrorRate(List<Reading> readings) {
        return LabelErrorRate.of(
                readings.stream().map(Reading::beam).toList(),
                readings.stream().map(Reading::truth).toList());
    }

    static double shareRight(List<Reading> readings) {
        return readings.stream()
                .mapToDouble(reading -> reading.right() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    /** Digits as one writes them. */
    static String text(List<Integer> digits) {
        return digits.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
