package org.losses4j.dl4j.samediff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Objective;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.ShapedOp;
import org.losses4j.tensor.Shape;

/**
 * The formula of an objective and of its gradients, recorded for several batch sizes: the same operations, whose shapes and
 * numbers may differ.
 */
final class RecordedSamples {
    private final Graph first;
    private final Map<Node, List<Node>> samples = new HashMap<>();

    /**
     * The graphs of one formula.
     *
     * @param graphs one for each size
     * @throws UnknownBatchException if the operations differ between the sizes, or a number depends on the size in a way that is
     *     not known
     */
    RecordedSamples(List<Graph> graphs, double[] sizes) {
        this.first = graphs.get(0);
        first.nodes().forEach(node -> samples.put(node, new ArrayList<>()));
        graphs.forEach(this::add);
        first.nodes().forEach(node -> requireKnownNumbers(node, sizes));
    }

    /**
     * Records value and gradients.
     *
     * @param gradients the roles of the inputs to differentiate by
     * @throws UnknownBatchException as the constructor
     * @throws IllegalArgumentException if the formula runs on the host
     */
    static RecordedSamples of(Objective objective, SampledShapes sampled, List<String> gradients) {
        Programs programs = Programs.asFormulas(sampled.samples().size());
        List<Graph> graphs = sampled.samples().stream()
                .map(shapes -> programs.value(objective, shapes).withGradient(gradients))
                .toList();
        graphs.get(0).nodes().forEach(node -> requireOperations(objective, node));
        return new RecordedSamples(graphs, sampled.sizes());
    }

    private static void requireOperations(Objective objective, Node node) {
        if (node.op() instanceof HostOp host) {
            throw new IllegalArgumentException(objective.name() + ": " + host.function()
                    + " is computed on the host, and no operations of SameDiff compute it; train with an"
                    + " ObjectiveOutputLayer or ObjectiveVertex of a network instead");
        }
    }

    /** The graph for the first size, whose nodes stand for those of all sizes. */
    Graph graph() {
        return first;
    }

    /** The shapes of a node, for each size. */
    List<Shape> shapes(Node node) {
        return samples(node).stream().map(Node::shape).toList();
    }

    /** The extents of an axis of a node, for each size. */
    double[] extents(Node node, int axis) {
        return samples(node).stream()
                .mapToDouble(sample -> sample.shape().extent(axis))
                .toArray();
    }

    /** The values of a constant, for each size. */
    double[] constants(Node node) {
        return samples(node).stream()
                .mapToDouble(sample -> ((Leaf.Constant) sample.op()).value())
                .toArray();
    }

    private List<Node> samples(Node node) {
        return Objects.requireNonNull(samples.get(node), "a node of the first graph");
    }

    private void add(Graph graph) {
        Map<Node, Node> counterparts = new HashMap<>();
        boolean alike = first.nodes().size() == graph.nodes().size();
        for (int i = 0; alike && i < first.nodes().size(); i++) {
            Node known = first.nodes().get(i);
            Node node = graph.nodes().get(i);
            alike = alike(known, node)
                    && counterparts(known.operands(), counterparts).equals(node.operands());
            counterparts.put(known, node);
            samples(known).add(node);
        }
        if (!alike || !counterparts(first.outputs(), counterparts).equals(graph.outputs())) {
            throw new UnknownBatchException("its operations depend on the batch size");
        }
    }

    private static List<Node> counterparts(List<Node> nodes, Map<Node, Node> counterparts) {
        return nodes.stream().map(counterparts::get).toList();
    }

    private static boolean alike(Node a, Node b) {
        if (a.shape().rank() != b.shape().rank()) {
            return false;
        }
        if (a.op() instanceof Leaf.Input x && b.op() instanceof Leaf.Input y) {
            return x.role().equals(y.role());
        }
        boolean numbersMayDiffer = a.op() instanceof Leaf.Constant
                || a.op() instanceof Leaf.Arange
                || a.op() instanceof ShapedOp.Reshape
                || a.op() instanceof ShapedOp.Expand;
        return numbersMayDiffer ? a.op().getClass() == b.op().getClass() : a.op().equals(b.op());
    }

    private void requireKnownNumbers(Node node, double[] sizes) {
        if (node.op() instanceof Leaf.Constant) {
            BatchNumber.fit(sizes, constants(node));
        }
        for (int axis = 0; axis < node.shape().rank(); axis++) {
            BatchNumber.fit(sizes, extents(node, axis));
        }
    }
}
