package org.losses4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Differentiates a graph in reverse mode; the gradients are more nodes of the same graph. */
final class Gradients {
    private final Recorder recorder;
    private final Map<Node, Tensor> gradients = new HashMap<>();

    private Gradients(Recorder recorder) {
        this.recorder = recorder;
    }

    /** The gradients of {@code factor} times the sum of {@code output}'s elements by each of {@code inputs}, in their shapes. */
    static List<Node> of(Recorder recorder, Node output, List<Node> inputs, double factor) {
        return new Gradients(recorder).derive(output, inputs, factor);
    }

    private List<Node> derive(Node output, List<Node> inputs, double factor) {
        Set<Node> relevant = dependents(output, new HashSet<>(inputs));
        Tensor seed = new TracedTensor(recorder, recorder.constant(factor));
        gradients.put(output, seed);
        List<Node> backwards = new ArrayList<>(Graph.order(List.of(output)));
        Collections.reverse(backwards);
        for (Node node : backwards) {
            Tensor gradient = gradients.get(node);
            if (gradient != null && relevant.contains(node) && !node.operands().isEmpty()) {
                propagate(node, gradient, relevant);
            }
        }
        Tensor zero = seed.constant(0);
        return inputs.stream()
                .map(input -> gradients.getOrDefault(input, zero).expand(input.shape()))
                .map(gradient -> ((TracedTensor) gradient).node())
                .toList();
    }

    private void propagate(Node node, Tensor gradient, Set<Node> relevant) {
        List<Tensor> operands = node.operands().stream()
                .map(operand -> (Tensor) new TracedTensor(recorder, operand))
                .toList();
        List<@Nullable Tensor> derived = node.op().derive(operands, new TracedTensor(recorder, node), gradient);
        for (int i = 0; i < derived.size(); i++) {
            Node operand = node.operands().get(i);
            Tensor part = derived.get(i);
            if (part != null && relevant.contains(operand)) {
                Shape reach = broadcasts(node.op()) ? node.shape() : operand.shape();
                gradients.merge(operand, unbroadcast(part, reach, operand.shape()), Tensor::add);
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
        int rank = result.rank();
        Shape aligned = alignedRight(gradient.shape(), rank);
        Shape source = alignedRight(operand, rank);
        List<Integer> summed = new ArrayList<>();
        int repeats = 1;
        for (int axis = 0; axis < rank; axis++) {
            if (source.extent(axis) == 1 && result.extent(axis) != 1) {
                if (aligned.extent(axis) == 1) {
                    repeats = Math.multiplyExact(repeats, result.extent(axis));
                } else {
                    summed.add(axis);
                }
            }
        }
        int[] axes = summed.stream().mapToInt(Integer::intValue).toArray();
        Tensor sum = axes.length == 0 ? gradient : gradient.reshape(aligned).sum(axes, true);
        Tensor dropped =
                sum.shape().rank() > operand.rank() ? sum.reshape(sum.shape().trailing(operand.rank())) : sum;
        return dropped.mul(repeats);
    }

    private static Shape alignedRight(Shape shape, int rank) {
        Shape aligned = shape;
        while (aligned.rank() < rank) {
            aligned = aligned.inserted(0, 1);
        }
        return aligned;
    }

    /** The nodes on the paths from {@code inputs} to {@code output}, both included. */
    private static Set<Node> dependents(Node output, Set<Node> inputs) {
        Set<Node> found = new HashSet<>();
        for (Node node : Graph.order(List.of(output))) {
            if (inputs.contains(node) || node.operands().stream().anyMatch(found::contains)) {
                found.add(node);
            }
        }
        return found;
    }
}
