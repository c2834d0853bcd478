package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Objective;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Computes an objective's value and derived gradients in float64, with bounds on the errors of an execution. */
final class Oracle {
    // The errors of a formula are known better than those of a host function, such as what it chooses between all but
    // equal numbers.
    private final Programs programs = Programs.asFormulas(4);

    /**
     * Expected results.
     *
     * @param value the objective's value, with its bounds
     * @param gradients the gradients of the value's sum by role, with their bounds
     */
    record Expected(BoundedTensor value, Map<String, BoundedTensor> gradients) {}

    /** The results for inputs that are already rounded to a precision, with bounds for that precision. */
    Expected expected(
            Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients, Precision precision) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Graph graph = programs.value(objective, shapes).withGradient(gradients);
        List<BoundedTensor> results = evaluate(graph, inputs, Rounding.of(precision));
        Map<String, BoundedTensor> byRole = new LinkedHashMap<>();
        for (int i = 0; i < gradients.size(); i++) {
            byRole.put(gradients.get(i), results.get(i + 1));
        }
        return new Expected(results.get(0), byRole);
    }

    private static List<BoundedTensor> evaluate(Graph graph, Map<String, ReferenceTensor> inputs, Rounding rounding) {
        BoundedTensor any = BoundedTensor.exact(inputs.values().iterator().next(), rounding);
        Map<Node, Integer> uses = new HashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        graph.outputs().forEach(node -> uses.merge(node, 1, Integer::sum));
        Map<Node, BoundedTensor> results = new HashMap<>();
        for (Node node : graph.nodes()) {
            List<BoundedTensor> operands = new ArrayList<>();
            node.operands().forEach(operand -> operands.add(Objects.requireNonNull(results.get(operand))));
            results.put(node, apply(node, operands, inputs, any));
            for (Node operand : node.operands()) {
                if (uses.merge(operand, -1, Integer::sum) == 0) {
                    results.remove(operand);
                }
            }
        }
        return graph.outputs().stream()
                .map(node -> Objects.requireNonNull(results.get(node)))
                .toList();
    }

    private static BoundedTensor apply(
            Node node, List<BoundedTensor> operands, Map<String, ReferenceTensor> inputs, BoundedTensor any) {
        if (node.op() instanceof Leaf.Input input) {
            Tensor given = Objects.requireNonNull(inputs.get(input.role()), input.role());
            return BoundedTensor.exact(given, any.rounding());
        }
        if (node.op() instanceof HostOp host) {
            return HostBounds.apply(host, operands);
        }
        List<Tensor> given = node.op() instanceof Leaf ? List.of(any) : List.copyOf(operands);
        return (BoundedTensor) node.op().apply(given);
    }
}
