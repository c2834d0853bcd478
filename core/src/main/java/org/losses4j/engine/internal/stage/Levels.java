package org.losses4j.engine.internal.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Node;
import org.losses4j.graph.PairOp;
import org.losses4j.graph.ShapedOp;

/**
 * The steps and outputs of a graph by their level: the largest number of steps, one behind the other, that have to be done before.
 *
 * @param steps by level
 * @param outputs the numbers of the graph's outputs by level
 */
record Levels(Map<Integer, List<Node>> steps, Map<Integer, List<Integer>> outputs) {

    static Levels of(Graph graph) {
        Levels found = new Levels(new HashMap<>(), new HashMap<>());
        Set<Node> paired = graph.nodes().stream()
                .filter(node -> node.op() instanceof PairOp)
                .flatMap(node -> node.operands().stream())
                .collect(Collectors.toSet());
        Map<Node, Integer> levels = new HashMap<>();
        for (Node node : graph.nodes()) {
            int level = node.operands().stream()
                    .mapToInt(operand -> levels.getOrDefault(operand, 0))
                    .max()
                    .orElse(0);
            if (isStep(node) || (paired.contains(node) && isTransposed(node))) {
                found.steps.computeIfAbsent(level, key -> new ArrayList<>()).add(node);
                level++;
            }
            levels.put(node, level);
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            int level = levels.getOrDefault(graph.outputs().get(i), 0);
            found.outputs.computeIfAbsent(level, key -> new ArrayList<>()).add(i);
        }
        return found;
    }

    List<Node> steps(int level) {
        return steps.getOrDefault(level, List.of());
    }

    List<Integer> outputs(int level) {
        return outputs.getOrDefault(level, List.of());
    }

    /** The last level: every step leads to an output. */
    int last() {
        return outputs.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static boolean isStep(Node node) {
        return node.op() instanceof PairOp || node.op() instanceof HostOp;
    }

    /** Whether a matrix is transposed; sweeps write column by column, which takes longer than a step for it does. */
    private static boolean isTransposed(Node node) {
        return node.op() instanceof ShapedOp.Transpose && node.shape().rank() == 2;
    }
}
