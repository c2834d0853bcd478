package org.losses4j.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** One evaluation of a graph on tensors, which releases each intermediate result after its last use. */
final class Evaluation {
    private final Graph graph;
    private final Map<String, Tensor> inputs;
    private final Tensor any;
    private final Map<Node, Tensor> results = new HashMap<>();
    private final Map<Node, Integer> uses = new HashMap<>();
    private final Map<HostCall, HostResult> hostResults = new HashMap<>();

    Evaluation(Graph graph, Map<String, Tensor> inputs) {
        this.graph = graph;
        this.inputs = inputs;
        this.any = inputs.values().iterator().next();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        graph.outputs().forEach(node -> uses.merge(node, 1, Integer::sum));
    }

    List<Tensor> outputs() {
        for (Node node : graph.nodes()) {
            List<Tensor> operands = node.operands().stream().map(results::get).toList();
            results.put(node, compute(node, operands));
            node.operands().forEach(this::release);
        }
        return graph.outputs().stream().map(results::get).toList();
    }

    private Tensor compute(Node node, List<Tensor> operands) {
        if (node.op() instanceof Leaf.Input input) {
            Tensor value = inputs.get(input.role());
            if (value == null || !value.shape().equals(input.shape())) {
                throw new IllegalArgumentException("This formula was recorded for " + input + ", got "
                        + (value == null ? "nothing" : value.shape()));
            }
            return value;
        }
        if (node.op() instanceof HostOp host) {
            return host(host, node.operands(), operands);
        }
        return node.op().apply(node.op() instanceof Leaf ? List.of(any) : operands);
    }

    /** The value and the gradient of one host function share one computation. */
    private Tensor host(HostOp op, List<Node> nodes, List<Tensor> operands) {
        HostCall call = HostCall.of(op, nodes);
        List<Tensor> given = op instanceof HostOp.Gradient ? HostOp.Gradient.given(operands) : operands;
        List<Shape> shapes = given.stream().map(Tensor::shape).toList();
        HostResult result = hostResults.computeIfAbsent(
                call,
                key -> op.function()
                        .evaluate(given.stream().map(Tensor::toArray).toList(), shapes, hasGradient(call)));
        return op instanceof HostOp.Gradient
                ? HostOp.Gradient.apply(result, operands)
                : operands.get(0).array(result.value(), op.shape(shapes));
    }

    private boolean hasGradient(HostCall call) {
        return graph.nodes().stream()
                .anyMatch(node -> node.op() instanceof HostOp.Gradient gradient
                        && call.equals(HostCall.of(gradient, node.operands())));
    }

    private void release(Node node) {
        if (uses.merge(node, -1, Integer::sum) == 0) {
            results.remove(node);
        }
    }

    private record HostCall(HostFunction function, List<Node> operands) {

        static HostCall of(HostOp op, List<Node> nodes) {
            return new HostCall(op.function(), op instanceof HostOp.Gradient ? HostOp.Gradient.given(nodes) : nodes);
        }
    }
}
