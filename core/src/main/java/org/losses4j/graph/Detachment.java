package org.losses4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies nodes without stopGradient, which matters to differentiation only, and keeps what it has copied. */
final class Detachment {
    private final Recorder recorder;
    private @Nullable Node[] plain = new @Nullable Node[0];

    /** Records the copies by {@code recorder}, which has recorded the nodes. */
    Detachment(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The same outputs without stopGradient. */
    List<Node> of(List<Node> outputs) {
        for (Node node : Graph.order(outputs)) {
            if (node.number() >= plain.length) {
                plain = Arrays.copyOf(plain, Math.max(2 * plain.length, node.number() + 1));
            }
            if (plain[node.number()] == null) {
                plain[node.number()] = copy(node);
            }
        }
        return copies(outputs);
    }

    private Node copy(Node node) {
        List<Node> operands = copies(node.operands());
        if (node.op() == UnaryOp.STOP_GRADIENT) {
            return operands.get(0);
        }
        return operands.equals(node.operands()) ? node : recorder.node(node.op(), operands);
    }

    private List<Node> copies(List<Node> nodes) {
        List<Node> copies = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            Node copy = plain[node.number()];
            if (copy == null) {
                throw new IllegalStateException("An operand comes behind its result: " + node.op());
            }
            copies.add(copy);
        }
        return List.copyOf(copies);
    }
}
