package org.losses4j.examples.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.GraphExecution;
import org.losses4j.tensor.ReferenceTensor;

/**
 * A cut through a loss along a line, to be drawn: every input is a number or linear in x.
 *
 * @param axis the meaning of x
 * @param from the least x
 * @param to the largest x
 * @param inputs the inputs by role, as nested lists of numbers and of texts such as "x", "-x", "1-x"
 * @param curves the loss with its parameters, or some of its inputs, varied
 */
public record Picture(String axis, double from, double to, Map<String, JsonNode> inputs, List<Variation> curves) {
    private static final int CELLS = 240;

    /**
     * One of the curves.
     *
     * @param label what it is called; by default the parameters in {@code loss}, or its name if there are none
     * @param loss the loss as text
     * @param inputs those that differ from the picture's
     */
    public record Variation(
            @Nullable String label, String loss, @Nullable Map<String, JsonNode> inputs) {

        /** What it is called. */
        public String title() {
            if (label != null) {
                return label;
            }
            int open = loss.indexOf('(');
            return open < 0
                    ? loss
                    : loss.substring(open + 1, loss.length() - 1)
                            .replace("=", " = ")
                            .replace("null", "none");
        }
    }

    /** The curves, computed by the recorded formula and its derived gradient; elements of an example are summed. */
    public List<Curve> compute() {
        Execution execution = new GraphExecution();
        return curves.stream().map(variation -> compute(execution, variation)).toList();
    }

    private Curve compute(Execution execution, Variation variation) {
        LossObjective objective =
                Objective.of(Losses.of(variation.loss())).reduce(ExampleReduction.SUM, BatchReduction.MEAN);
        Map<String, Line> lines = new LinkedHashMap<>();
        inputs.forEach((role, node) -> lines.put(role, Line.of(node)));
        if (variation.inputs() != null) {
            variation.inputs().forEach((role, node) -> lines.put(role, Line.of(node)));
        }
        List<String> trained = lines.keySet().stream()
                .filter(role -> objective.role(role).differentiable())
                .toList();
        double[] x = points();
        double[] value = new double[x.length];
        double[] slope = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            Map<String, ReferenceTensor> at = new LinkedHashMap<>();
            for (Map.Entry<String, Line> line : lines.entrySet()) {
                at.put(line.getKey(), line.getValue().at(x[i]));
            }
            Execution.Outcome outcome = execution.run(objective, at, trained);
            value[i] = outcome.value().item();
            slope[i] = lines.entrySet().stream()
                    .mapToDouble(
                            line -> line.getValue().along(outcome.gradients().get(line.getKey())))
                    .sum();
        }
        return new Curve(variation.title(), x, value, slope);
    }

    /** Both ends, and the middles of equal cells in between: kinks like to be at their edges. */
    private double[] points() {
        double[] x = new double[CELLS + 2];
        for (int i = 0; i < CELLS; i++) {
            x[i + 1] = from + (to - from) * (i + 0.5) / CELLS;
        }
        x[0] = from;
        x[CELLS + 1] = to;
        return x;
    }
}
