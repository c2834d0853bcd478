package org.losses4j.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Differentiates a graph in reverse mode; the gradients are more nodes of the same graph. */
final class Gradients {
    private final Recorder recorder;
    private final List<Node> order;
    private final boolean[] relevant;
    private final @Nullable Tensor[] gradients;

    private Gradients(Recorder recorder, Node output, List<Node> inputs) {
        this.recorder = recorder;
        this.order = Graph.order(List.of(output));
        // No node behind the output has a gradient.
        this.relevant = new boolean[output.number() + 1];
        this.gradients = new @Nullable Tensor[output.number() + 1];
        for (Node node : order) {
            relevant[node.number()] = inputs.contains(node) || anyRelevant(node.operands());
        }
    }

    /** The gradients of {@code factor} times the sum of {@code output}'s elements by each of {@code inputs}, in their shapes. */
    static List<Node> of(Recorder recorder, Node output, List<Node> inputs, double factor) {
        return new Gradients(recorder, output, inputs).derive(output, inputs, factor);
    }

    /** Whether one of the nodes is on a path from the inputs to the output. */
    private boolean anyRelevant(List<Node> nodes) {
        for (Node node : nodes) {
            if (relevant[node.number()]) {
                return true;
            }
        }
        return false;
    }

    private List<Node> derive(Node output, List<Node> inputs, double factor) {
        Tensor seed = new TracedTensor(recorder, recorder.constant(factor));
        gradients[output.number()] = seed;
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Tensor gradient = gradients[node.number()];
            if (gradient != null && relevant[node.number()] && !node.operands().isEmpty()) {
                propagate(node, gradient);
            }
        }
        Tensor zero = seed.constant(0);
        List<Node> derived = new ArrayList<>();
        for (Node input : inputs) {
            Tensor gradient = input.number() < gradients.length ? gradients[input.number()] : null;
            derived.add(((TracedTensor) (gradient == null ? zero : gradient).expand(input.shape())).node());
        }
        return derived;
    }

    private void propagate(Node node, Tensor gradient) {
        List<Tensor> operands = new ArrayList<>();
        for (Node operand : node.operands()) {
            operands.add(new TracedTensor(recorder, operand));
        }
        List<@Nullable Tensor> derived = node.op().derive(operands, new TracedTensor(recorder, node), gradient);
        for (int i = 0; i < derived.size(); i++) {
            Node operand = node.operands().get(i);
            Tensor part = derived.get(i);
            if (part != null && relevant[operand.number()]) {
                Shape reach = broadcasts(node.op()) ? node.shape() : operand.shape();
                Tensor more = unbroadcast(part, reach, operand.shape());
                Tensor known = gradients[operand.number()];
                gradients[operand.number()] = known == null ? more : known.add(more);
            }
        }
    }

    /** Whether an operation broadcasts its operands; if not, the gradient by an operand has the operand's shape already. */
    private static boolean broadcasts(Op op) {
        return op instanceof BinaryOp || op instanceof ShapedOp.Where || op instanceof ShapedOp.Expand;
    }

    /**
     * Brings the gradient by an operand that was broadcast to {@code result} back to the operand's shape: sums over the
     * axes that were repeated. Where the gradient itself is constant along such an axis, the sum is a product.
     */
    private static Tensor unbroadcast(Tensor gradient, Shape result, Shape operand) {
        if (result.equals(operand)) {
            return gradient;
        }
        int rank = result.rank();
        Shape aligned = alignedRight(gradient.shape(), rank);
        Shape source = alignedRight(operand, rank);
        int[] axes = new int[0];
        int repeats = 1;
        for (int axis = 0; axis < rank; axis++) {
            if (source.extent(axis) == 1 && result.extent(axis) != 1) {
                if (aligned.extent(axis) == 1) {
                    repeats = Math.multiplyExact(repeats, result.extent(axis));
                } else {
                    axes = Arrays.copyOf(axes, axes.length + 1);
                    axes[axes.length - 1] = axis;
                }
            }
        }
        Tensor sum = axes.length == 0 ? gradient : gradient.reshape(aligned).sum(axes, true);
        Tensor dropped =
                sum.shape().rank() > operand.rank() ? sum.reshape(sum.shape().trailing(operand.rank())) : sum;
        return repeats == 1 ? dropped : dropped.mul(repeats);
    }

    private static Shape alignedRight(Shape shape, int rank) {
        Shape aligned = shape;
        while (aligned.rank() < rank) {
            aligned = aligned.inserted(0, 1);
        }
        return aligned;
    }
}
