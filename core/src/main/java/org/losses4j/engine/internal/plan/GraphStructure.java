package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Terms;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.Op;
import org.losses4j.graph.ShapedOp;

/**
 * All of a graph that its passes up to the memory plan depend on: operations, which extents are 1 and which are equal, and
 * constants, but for those that may follow from extents. Compared by that alone; so graphs of one formula, recorded for batches of
 * several sizes, are equal.
 */
public final class GraphStructure {
    // Boxed numbers and hash codes of operations take a good part of the time for a new shape: so there are few of
    // them.

    private final List<Object> operations = new ArrayList<>();
    /** For each node its rank, the kinds of its extents and the places of its operands; at last the outputs, and what extents allow. */
    private int[] form = new int[64];

    private int length;
    private final List<Integer> extents = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();

    /** What is compared of a constant that may follow from extents. */
    private enum AnyNumber {
        POSITIVE,
        NEGATIVE
    }

    private GraphStructure(Graph graph) {
        // Nodes are not kept: they hold the whole recording.
        List<Node> nodes = graph.nodes();
        int[] places = new int[nodes.get(nodes.size() - 1).number() + 1];
        for (int i = 0; i < nodes.size(); i++) {
            add(nodes.get(i), places);
            places[nodes.get(i).number()] = i;
        }
        for (Node output : graph.outputs()) {
            add(places[output.number()]);
        }
        for (int extent : extents) {
            add(OneHots.takes(extent) ? 1 : 0);
        }
        this.form = Arrays.copyOf(form, length);
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

    private void add(Node node, int[] places) {
        operations.add(operation(node));
        int rank = node.shape().rank();
        add(rank);
        for (int axis = 0; axis < rank; axis++) {
            add(kind(node.shape().extent(axis)));
        }
        List<Node> operands = node.operands();
        for (int i = 0; i < operands.size(); i++) {
            add(places[operands.get(i).number()]);
        }
    }

    private void add(int part) {
        if (length == form.length) {
            form = Arrays.copyOf(form, 2 * length);
        }
        form[length++] = part;
    }

    private Object operation(Node node) {
        Op op = node.op();
        if (op instanceof Leaf.Input input) {
            return input.role();
        }
        if (op instanceof Leaf.Constant constant && Terms.isNumber(constant.value())) {
            numbers.add(constant.value());
            return constant.value() > 0 ? AnyNumber.POSITIVE : AnyNumber.NEGATIVE;
        }
        boolean ofShape = op instanceof ShapedOp.Reshape || op instanceof ShapedOp.Expand || op instanceof Leaf.Arange;
        return ofShape ? op.getClass() : op;
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
        return other instanceof GraphStructure structure
                && Arrays.equals(form, structure.form)
                && operations.equals(structure.operations);
    }

    @Override
    public int hashCode() {
        return 31 * operations.size() + form.length;
    }
}
