package org.losses4j.graph;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.tensor.Shape;

/**
 * Makes the nodes of one graph, simplified and each only once. Not safe for several threads.
 *
 * <p>A formula is recorded again for each new shape, and mostly while the JVM interprets it: so here, and in what it uses, loops
 * stand where streams might, which take several times as long then.
 */
final class Recorder {
    private final Map<Simplifier.Call, Node> nodes = new HashMap<>();
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

    /**
     * The node of an operation.
     *
     * @param operands unmodifiable
     */
    Node node(Op op, List<Node> operands) {
        Simplifier.Call call = new Simplifier.Call(op, operands);
        // One place that simplifies, in a loop: of two, or of a recursion, HotSpot would compile all that is below
        // twice.
        while (true) {
            Simplifier.Simpler simpler = Simplifier.simplify(call.op(), call.operands());
            if (simpler instanceof Node node) {
                return node;
            }
            if (simpler == null) {
                return unsimplified(call);
            }
            call = (Simplifier.Call) simpler;
        }
    }

    private Node unsimplified(Simplifier.Call call) {
        Node known = nodes.get(call);
        if (known != null) {
            return known;
        }
        Op op = call.op();
        Node node = new Node(nodes.size(), op, call.operands(), op.shape(shapes(call.operands())));
        nodes.put(call, node);
        return node;
    }

    private static List<Shape> shapes(List<Node> nodes) {
        Shape[] shapes = new Shape[nodes.size()];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = nodes.get(i).shape();
        }
        return Arrays.asList(shapes);
    }

    Node constant(double value) {
        return node(new Leaf.Constant(value), List.of());
    }
}
