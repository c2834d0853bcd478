package org.losses4j.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Tensor;

/**
 * A recorded formula: its nodes in the order of computation, and those of them that are its outputs.
 *
 * @param nodes all nodes that the outputs need, operands before results
 * @param outputs the nodes whose values are the formula's results
 */
public record Graph(List<Node> nodes, List<Node> outputs) {

    /** The graph that computes {@code outputs} and nothing else. */
    static Graph of(List<Node> outputs) {
        return new Graph(order(outputs), List.copyOf(outputs));
    }

    /** The nodes that {@code outputs} need, operands before results. */
    static List<Node> order(List<Node> outputs) {
        int most = -1;
        for (Node output : outputs) {
            most = Math.max(most, output.number());
        }
        @Nullable Node[] found = new @Nullable Node[most + 1];
        for (Node output : outputs) {
            found[output.number()] = output;
        }
        // Operands have smaller numbers than results.
        for (int i = most; i >= 0; i--) {
            Node node = found[i];
            if (node != null) {
                for (Node operand : node.operands()) {
                    found[operand.number()] = operand;
                }
            }
        }
        List<Node> ordered = new ArrayList<>();
        for (Node node : found) {
            if (node != null) {
                ordered.add(node);
            }
        }
        return List.copyOf(ordered);
    }

    /**
     * The graph of some nodes of another graph, in which the nodes that are known already are inputs.
     *
     * @param known the names that these inputs get as their roles
     */
    public static Graph part(List<Node> outputs, Map<Node, String> known) {
        Recorder recorder = new Recorder(false);
        Map<Node, Node> copies = new HashMap<>();
        for (Node node : order(outputs)) {
            String name = known.get(node);
            List<Node> operands = node.operands().stream().map(copies::get).toList();
            copies.put(
                    node,
                    name == null
                            ? recorder.node(node.op(), operands)
                            : recorder.node(new Leaf.Input(name, node.shape()), List.of()));
        }
        return of(outputs.stream().map(copies::get).toList());
    }

    /** The roles of the inputs that the outputs depend on. */
    public Set<String> roles() {
        return nodes.stream()
                .filter(node -> node.op() instanceof Leaf.Input)
                .map(node -> ((Leaf.Input) node.op()).role())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Computes the outputs with the inputs' own implementation of {@link Tensor}.
     *
     * @param inputs by role, of the shapes that the graph was recorded for
     */
    public List<Tensor> evaluate(Map<String, Tensor> inputs) {
        return new Evaluation(this, inputs).outputs();
    }

    /** A line for each node: its number, shape, operation and operands; last, the outputs. */
    @Override
    public String toString() {
        Map<Node, String> names = new HashMap<>();
        nodes.forEach(node -> names.put(node, "%" + names.size()));
        String lines = nodes.stream()
                .map(node -> names.get(node) + " " + node.shape() + " = " + node.op()
                        + node.operands().stream().map(x -> " " + names.get(x)).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
        return lines + "\nreturn " + outputs.stream().map(names::get).collect(Collectors.joining(", "));
    }
}
