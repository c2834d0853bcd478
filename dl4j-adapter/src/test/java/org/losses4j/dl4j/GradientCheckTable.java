package org.losses4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.losses4j.Loss;

/**
 * The outcome of all gradient checks as a page.
 *
 * @param markdown the page
 * @param unexplained combinations that neither pass nor have a known reason
 */
record GradientCheckTable(String markdown, List<String> unexplained) {

    /** Why a combination cannot pass, by a text that its error has; of several the first. */
    private static final List<Map.Entry<String, String>> REASONS = List.of(
            Map.entry("Input and label arrays do not have same shape", "c"),
            Map.entry("this loss gives one value for all classes", "u"),
            Map.entry("wanted a number for each example", "u"),
            Map.entry("for embedding [", "v"),
            Map.entry("wanted a scalar", "b"),
            Map.entry("under a mask per output, OutputLayer and LossLayer want different gradients", "s"));

    private static final String INTRODUCTION = """
            # Gradient checks in Deeplearning4j

            Deeplearning4j's own `GradientCheckUtil` in float64 (relative error below 1e-5) over each registered loss of
            one prediction, with its default parameters, behind its natural activation, as the last layer of a tiny
            network. A cell has a mark for each mask: none, by example (step, pixel), by output, and with fractions as
            weights. Made by

                ./mvnw -q -pl dl4j-adapter -am verify -Dtest=GradientCheckTest -Dlosses4j.write=true -Dsurefire.failIfNoSpecifiedTests=false

            | mark | meaning |
            |---|---|
            | ✓ | passes |
            | w | the layer multiplies its raw output by the mask before the loss sees it, so a fraction is not a weight there and the check fails, as it does for Deeplearning4j's own losses; a warning names ObjectiveOutputLayer |
            | u | refused: the loss has one value for each example or row, so there are no such units to mask |
            | v | refused: the loss compares the vectors of examples, [N, D]; flatten sequences and images first |
            | c | refused by CnnLossLayer itself, which wants labels of the prediction's shape |
            | b | refused: the loss gives one number for the whole batch, so an example has no weight |
            | s | refused: a mask by output behind a softmax, whose gradient differs between layers that a loss function cannot tell apart |

            Losses of several inputs are checked in `ObjectiveVertexTest`, CTC in `SequencesTest`; `ciou` and `circle`, whose
            gradients hold factors constant, so that they are not the slope of the score, in core.

            """;

    static GradientCheckTable make() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("| loss |");
        for (CheckedLayer layer : CheckedLayer.values()) {
            page.append(' ').append(layer.title).append(" |");
        }
        page.append("\n|---|")
                .append("---|".repeat(CheckedLayer.values().length))
                .append('\n');
        List<String> unexplained = new ArrayList<>();
        for (Loss loss : GradientChecks.losses()) {
            page.append("| ").append(loss.name()).append(" |");
            for (CheckedLayer layer : CheckedLayer.values()) {
                page.append(' ');
                for (CheckedMask mask : CheckedMask.values()) {
                    String outcome = GradientChecks.check(loss, layer, mask);
                    String mark = mark(outcome, layer, mask);
                    page.append(mark);
                    if (mark.equals("?")) {
                        unexplained.add(loss.name() + ", " + layer + ", " + mask + ": " + outcome);
                    }
                }
                page.append(" |");
            }
            page.append('\n');
        }
        return new GradientCheckTable(page.toString(), unexplained);
    }

    private static String mark(String outcome, CheckedLayer layer, CheckedMask mask) {
        if (outcome.equals("passes")) {
            return "✓";
        }
        boolean scaled = layer == CheckedLayer.OUTPUT || layer == CheckedLayer.RNN_OUTPUT;
        if (outcome.equals("fails") && scaled && mask == CheckedMask.FRACTION) {
            return "w";
        }
        return REASONS.stream()
                .filter(reason -> outcome.contains(reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("?");
    }
}
