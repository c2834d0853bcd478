package org.losses4j.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Node;
import org.losses4j.graph.UnaryOp;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * An objective's value as a function whose slope is the derived gradient: what the formula takes for constant by {@link
 * Tensor#stopGradient} keeps the numbers that it has at given inputs.
 */
public final class HeldValue {
    private final Graph value;
    private final Map<String, Tensor> held;

    private HeldValue(Graph value, Map<String, Tensor> held) {
        this.value = value;
        this.held = held;
    }

    /** The value around these inputs. */
    public static HeldValue around(Objective objective, Map<String, ReferenceTensor> inputs) {
        Map<String, Tensor> given = new LinkedHashMap<>(inputs);
        Graph graph = Programs.asFormulas(1)
                .value(objective, Inputs.of(given).shapes())
                .value();
        List<Node> stopped = graph.nodes().stream()
                .filter(node -> node.op() == UnaryOp.STOP_GRADIENT)
                .toList();
        List<Tensor> numbers = Graph.part(stopped, Map.of()).evaluate(given);
        Map<Node, String> names = new LinkedHashMap<>();
        Map<String, Tensor> held = new LinkedHashMap<>();
        for (int i = 0; i < stopped.size(); i++) {
            names.put(stopped.get(i), "held " + i);
            held.put("held " + i, numbers.get(i));
        }
        return new HeldValue(Graph.part(graph.outputs(), names), held);
    }

    /** The sum of the values at other inputs of the same shapes. */
    public double at(Map<String, ReferenceTensor> inputs) {
        Map<String, Tensor> given = new LinkedHashMap<>(inputs);
        given.putAll(held);
        return Arrays.stream(value.evaluate(given).get(0).toArray()).sum();
    }
}
