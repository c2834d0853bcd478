package org.losses4j.examples.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * An input that is linear in x.
 *
 * @param extents the input's shape
 * @param constant the input's values at x = 0
 * @param slope the values' derivatives by x
 */
record Line(int[] extents, double[] constant, double[] slope) {
    private static final Pattern TERM = Pattern.compile("(?:(-?[0-9.]+)(?=[+-]|$))?(?:([+-]?[0-9.]*)x)?");

    /**
     * The line that nested lists of numbers and texts such as "x", "-x", "1-x", "0.5x" describe.
     *
     * @throws IllegalArgumentException if it is none, or the lists are of different lengths
     */
    static Line of(JsonNode node) {
        List<Integer> extents = new ArrayList<>();
        for (JsonNode inner = node; inner.isArray(); inner = inner.get(0)) {
            extents.add(inner.size());
        }
        int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
        List<String> terms = new ArrayList<>();
        collect(node, terms);
        double[] constant = new double[terms.size()];
        double[] slope = new double[terms.size()];
        for (int i = 0; i < constant.length; i++) {
            Matcher term = TERM.matcher(terms.get(i));
            if (!term.matches()) {
                throw new IllegalArgumentException("'" + terms.get(i) + "' in " + node + " is not a + b·x, as 1-2x");
            }
            constant[i] = term.group(1) == null ? 0 : Double.parseDouble(term.group(1));
            slope[i] = term.group(2) == null ? 0 : factor(term.group(2));
        }
        return new Line(shape, constant, slope);
    }

    private static void collect(JsonNode node, List<String> terms) {
        if (node.isArray()) {
            node.forEach(inner -> collect(inner, terms));
        } else {
            terms.add(node.asText());
        }
    }

    private static double factor(String text) {
        return switch (text) {
            case "", "+" -> 1;
            case "-" -> -1;
            default -> Double.parseDouble(text);
        };
    }

    ReferenceTensor at(double x) {
        double[] values = new double[constant.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = constant[i] + slope[i] * x;
        }
        return ReferenceTensor.of(values, extents);
    }

    /** The derivative along the line of what has this gradient; 0 for none. */
    double along(@Nullable Tensor gradient) {
        if (gradient == null) {
            return 0;
        }
        double[] values = gradient.toArray();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += slope[i] == 0 ? 0 : values[i] * slope[i];
        }
        return sum;
    }
}
