package org.losses4j.graph;

import java.util.List;
import org.losses4j.tensor.Shape;

/** A node of a graph: an operation on the results of other nodes. Nodes are compared by identity: equal ones are shared. */
public final class Node implements Simplifier.Simpler {
    private final int number;
    private final Op op;
    private final List<Node> operands;
    private final Shape shape;

    /** A node; {@code operands} is unmodifiable. */
    Node(int number, Op op, List<Node> operands, Shape shape) {
        this.number = number;
        this.op = op;
        this.operands = operands;
        this.shape = shape;
    }

    /** The number of the node in the order of recording; its operands have smaller numbers. */
    public int number() {
        return number;
    }

    public Op op() {
        return op;
    }

    public List<Node> operands() {
        return operands;
    }

    public Shape shape() {
        return shape;
    }

    /** Whether this is the given scalar constant. */
    boolean is(double value) {
        return op instanceof Leaf.Constant constant && constant.value() == value;
    }
}
