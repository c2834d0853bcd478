package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Terms;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.ShapedOp;

/**
 * All of a graph that its passes up to the memory plan depend on: operations, which extents are 1 and which are equal, and
 * constants, but for those that may follow from extents. Compared by that alone; so graphs of one formula, recorded for batches of
 * several sizes, are equal.
 */
public final class GraphStructure {
    private final List<Object> form = new ArrayList<>();
    private final List<Integer> extents = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();

    private final int hash;

    /** A constant that may follow from extents. */
    private record AnyNumber(boolean positive) {}

    private GraphStructure(Graph graph) {
        // Not kept: nodes hold the whole recording.
        Map<Node, Integer> places = new HashMap<>();
        graph.nodes().forEach(node -> add(node, places));
        graph.outputs().forEach(output -> form.add(places.get(output)));
        extents.forEach(extent -> form.add(OneHots.takes(extent)));
        this.hash = form.hashCode();
    }

    public static GraphStructure of(Graph graph) {
        return new GraphStructure(graph);
    }

    /** The extents above 1, each once. */
    public List<Integer> extents() {
        return extents;
    }

    /** The constants that may follow from extents. */
    public List<Double> numbers() {
        return numbers;
    }

    private void add(Node node, Map<Node, Integer> places) {
        form.add(operation(node));
        int rank = node.shape().rank();
        form.add(rank);
        for (int axis = 0; axis < rank; axis++) {
            form.add(kind(node.shape().extent(axis)));
        }
        for (Node operand : node.operands()) {
            form.add(places.get(operand));
        }
        places.put(node, places.size());
    }

    private Object operation(Node node) {
        if (node.op() instanceof Leaf.Input input) {
            return input.role();
        }
        if (node.op() instanceof Leaf.Constant constant && Terms.isNumber(constant.value())) {
            numbers.add(constant.value());
            return new AnyNumber(constant.value() > 0);
        }
        boolean ofShape = node.op() instanceof ShapedOp.Reshape
                || node.op() instanceof ShapedOp.Expand
                || node.op() instanceof Leaf.Arange;
        return ofShape ? node.op().getClass() : node.op();
    }

    /** −1 for an extent of 1, else the place of the extent among {@link #extents}. */
    private int kind(int extent) {
        if (extent == 1) {
            return -1;
        }
        int known = extents.indexOf(extent);
        if (known >= 0) {
            return known;
        }
        extents.add(extent);
        return extents.size() - 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GraphStructure structure && hash == structure.hash && form.equals(structure.form);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
