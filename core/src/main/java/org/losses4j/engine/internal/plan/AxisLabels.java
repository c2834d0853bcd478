package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.Op;
import org.losses4j.graph.PairOp;
import org.losses4j.graph.ShapedOp;
import org.losses4j.tensor.Shape;

/**
 * First pass: gives each axis of each node a label, and axes that run together the same one. Where [N, C] is added to [C], the
 * last axes share a label. Broadcasts, transpositions and reshapes that add or drop axes of extent 1 thereby vanish: they only
 * say which axes run together.
 */
public final class AxisLabels {
    private static final int NONE = -1;

    private final Map<Use, int[]> axes = new HashMap<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<Integer, Integer> labels = new HashMap<>();
    private Optional<Node> meeting = Optional.empty();

    /** Labels a graph whose extents are all at least 1; the labels are of use if no axes of one tensor {@link #meeting meet}. */
    public static AxisLabels of(Graph graph) {
        AxisLabels labelling = new AxisLabels();
        graph.nodes().forEach(labelling::visit);
        labelling.meeting = labelling.isMeeting() ? firstMeeting(graph) : Optional.empty();
        if (labelling.meeting.isEmpty()) {
            labelling.joinInputs(graph);
            for (Node node : graph.nodes()) {
                labelling.number(new Use(node, null, 0));
                for (int i = 0; i < node.operands().size(); i++) {
                    labelling.number(use(node, i));
                }
            }
        }
        return labelling;
    }

    /** The first operation that gives two axes of one tensor the same label; empty if none does. */
    public Optional<Node> meeting() {
        return meeting;
    }

    private static Optional<Node> firstMeeting(Graph graph) {
        AxisLabels labelling = new AxisLabels();
        return graph.nodes().stream()
                .filter(node -> {
                    labelling.visit(node);
                    return labelling.isMeeting();
                })
                .findFirst();
    }

    private boolean isMeeting() {
        for (int[] of : axes.values()) {
            for (int i = 1; i < of.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (of[i] != NONE && of[j] != NONE && root(of[i]) == root(of[j])) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Prints the extent of each label. */
    @Override
    public String toString() {
        int[] extents = extents();
        return IntStream.range(0, extents.length)
                .mapToObj(label -> LabelSet.letters(1L << label) + " of " + extents[label] + "\n")
                .collect(Collectors.joining());
    }

    /** The extents by label. */
    int[] extents() {
        int[] extents = new int[labels.size()];
        labels.forEach((axis, label) -> extents[label] = sizes.get(axis));
        return extents;
    }

    /** The labels of a node's axes, −1 where the extent is 1. */
    List<Integer> of(Node node) {
        return labels(new Use(node, null, 0));
    }

    /** The labels of an operand's axes, as the node {@code consumer} uses it. */
    List<Integer> of(Node consumer, int operand) {
        return labels(use(consumer, operand));
    }

    private List<Integer> labels(Use use) {
        return Arrays.stream(axesOf(use))
                .mapToObj(axis -> axis == NONE ? Integer.valueOf(NONE) : labels.get(root(axis)))
                .toList();
    }

    private void number(Use use) {
        for (int axis : axesOf(use)) {
            if (axis == NONE) {
                continue;
            }
            int root = root(axis);
            labels.putIfAbsent(root, labels.size());
            if (labels.size() > LabelSet.MOST) {
                throw new UnsupportedGraphException("more than " + LabelSet.MOST + " axes");
            }
        }
    }

    private void visit(Node node) {
        int[] result = fresh(node.shape());
        axes.put(new Use(node, null, 0), result);
        Op op = node.op();
        if (op instanceof PairOp || op instanceof HostOp) {
            throw new IllegalStateException("A step of its own is in a stage of sweeps: " + op);
        }
        if (op instanceof ShapedOp.Reshape) {
            reshape(axesOf(use(node, 0)), result, node);
        } else if (op instanceof ShapedOp.Transpose transpose) {
            int[] operand = axesOf(use(node, 0));
            for (int axis = 0; axis < result.length; axis++) {
                unify(result[axis], operand[transpose.order().get(axis)]);
            }
        } else if (op instanceof ShapedOp.Sum sum) {
            reduce(axesOf(use(node, 0)), result, sum.axes(), sum.keepDims());
        } else if (op instanceof ShapedOp.Max max) {
            reduce(axesOf(use(node, 0)), result, List.of(max.axis()), max.keepDims());
        } else {
            for (int i = 0; i < node.operands().size(); i++) {
                broadcast(axesOf(use(node, i)), result);
            }
        }
    }

    /**
     * Lets the axes of outputs that no input has run together with those of an input of their shape. So the gradient of a sum is
     * written by a walk along what is summed; along an axis of its own, each of its elements would be a row with that sum.
     */
    private void joinInputs(Graph graph) {
        List<Node> inputs = graph.nodes().stream()
                .filter(node -> node.op() instanceof Leaf.Input)
                .toList();
        List<int[]> taken =
                inputs.stream().map(input -> axesOf(new Use(input, null, 0))).toList();
        for (Node output : graph.outputs()) {
            int[] result = axesOf(new Use(output, null, 0));
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).shape().equals(output.shape())) {
                    join(result, taken.get(i), taken);
                }
            }
        }
    }

    private void join(int[] result, int[] input, List<int[]> taken) {
        for (int i = 0; i < result.length; i++) {
            int axis = result[i];
            boolean free = axis != NONE && taken.stream().noneMatch(of -> has(of, axis));
            if (free && !meet(axis, input[i])) {
                unify(axis, input[i]);
            }
        }
    }

    /** Whether a tensor has both of two axes, or others that run together with them. */
    private boolean meet(int a, int b) {
        return axes.values().stream().anyMatch(of -> has(of, a) && has(of, b));
    }

    private boolean has(int[] of, int axis) {
        return Arrays.stream(of).anyMatch(other -> other != NONE && root(other) == root(axis));
    }

    private void broadcast(int[] operand, int[] result) {
        int shift = result.length - operand.length;
        for (int axis = 0; axis < operand.length; axis++) {
            unify(result[axis + shift], operand[axis]);
        }
    }

    private void reduce(int[] operand, int[] result, List<Integer> over, boolean keepDims) {
        int next = 0;
        for (int axis = 0; axis < operand.length; axis++) {
            if (!over.contains(axis)) {
                unify(result[next++], operand[axis]);
            } else if (keepDims) {
                next++;
            }
        }
    }

    private void reshape(int[] operand, int[] result, Node node) {
        int[] from = Arrays.stream(operand).filter(axis -> axis != NONE).toArray();
        int[] to = Arrays.stream(result).filter(axis -> axis != NONE).toArray();
        int[] fromSizes = Arrays.stream(from).map(sizes::get).toArray();
        int[] toSizes = Arrays.stream(to).map(sizes::get).toArray();
        if (!Arrays.equals(fromSizes, toSizes)) {
            throw new UnsupportedGraphException(
                    "a reshape that merges axes: " + node.operands().get(0).shape() + " to " + node.shape());
        }
        for (int i = 0; i < from.length; i++) {
            unify(from[i], to[i]);
        }
    }

    private int[] axesOf(Use use) {
        return axes.computeIfAbsent(use, key -> fresh(key.node().shape()));
    }

    private int[] fresh(Shape shape) {
        return Arrays.stream(shape.toArray())
                .map(extent -> {
                    if (extent == 1) {
                        return NONE;
                    }
                    parents.add(parents.size());
                    sizes.add(extent);
                    return parents.size() - 1;
                })
                .toArray();
    }

    private void unify(int a, int b) {
        if (a != NONE && b != NONE) {
            parents.set(root(a), root(b));
        }
    }

    private int root(int axis) {
        int root = axis;
        while (parents.get(root) != root) {
            root = parents.get(root);
        }
        return root;
    }

    // Recording shares equal constants between unrelated nodes, so each use of a constant has labels of its own.
    private static Use use(Node consumer, int operand) {
        Node node = consumer.operands().get(operand);
        boolean constant = node.op() instanceof Leaf.Arange || node.op() instanceof Leaf.Literal;
        return constant ? new Use(node, consumer, operand) : new Use(node, null, 0);
    }

    private record Use(Node node, @Nullable Node consumer, int operand) {}
}
