package org.losses4j.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;

/**
 * Makes the nodes of one graph, simplified and each only once. Not safe for several threads.
 *
 * <p>A formula is recorded again for each new shape, and mostly while the JVM interprets it: so here, and in what it uses, loops
 * stand where streams might, which take several times as long then.
 */
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
        Key key = new Key(op, operands);
        Node known = nodes.get(key);
        if (known != null) {
            return known;
        }
        Node node = new Node(nodes.size(), op, operands, op.shape(shapes(operands)));
        nodes.put(key, node);
        return node;
    }

    private static List<Shape> shapes(List<Node> nodes) {
        Shape[] shapes = new Shape[nodes.size()];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = nodes.get(i).shape();
        }
        return List.of(shapes);
    }

    Node constant(double value) {
        return node(new Leaf.Constant(value), List.of());
    }

    // Written out, as what a record has by itself is slow until it is compiled.
    private record Key(Op op, List<Node> operands) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && op.equals(key.op) && operands.equals(key.operands);
        }

        @Override
        public int hashCode() {
            int hash = op.hashCode();
            for (int i = 0; i < operands.size(); i++) {
                hash = 31 * hash + operands.get(i).number();
            }
            return hash;
        }
    }
}
