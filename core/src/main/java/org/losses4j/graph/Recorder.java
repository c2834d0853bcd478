package org.losses4j.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the nodes of one graph, simplified and each only once. Not safe for several threads. */
final class Recorder {
    private final Map<Key, Node> nodes = new HashMap<>();
    private final boolean writesFormulas;

    /**
     * A recorder without nodes.
     *
     * @param writesFormulas whether host functions that are formulas too are recorded as formulas
     */
    Recorder(boolean writesFormulas) {
        this.writesFormulas = writesFormulas;
    }

    boolean writesFormulas() {
        return writesFormulas;
    }

    Node node(Op op, List<Node> operands) {
        Node simpler = Simplifier.simplify(this, op, operands);
        if (simpler != null) {
            return simpler;
        }
        return nodes.computeIfAbsent(
                new Key(op, operands),
                key -> new Node(
                        nodes.size(),
                        op,
                        operands,
                        op.shape(operands.stream().map(Node::shape).toList())));
    }

    Node constant(double value) {
        return node(new Leaf.Constant(value), List.of());
    }

    private record Key(Op op, List<Node> operands) {}
}
