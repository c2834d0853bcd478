package org.losses4j.engine.internal.stage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.losses4j.engine.internal.plan.AxisLabels;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.tensor.Shape;

/**
 * Divides a graph into stages. A matrix product, like the other operations on pairs of rows and host functions, is a step of its
 * own: what it reads is computed and stored before it. A formula in which two axes of one tensor meet, such as the classes [N] as
 * [N, 1] and as [1, N], is divided at the operation where they meet: from stored operands each axis has a label of its own.
 */
public final class StagePlan {
    private final List<Stage> stages = new ArrayList<>();
    private final Map<String, Shape> stored = new LinkedHashMap<>();
    private final Map<Node, String> known = new HashMap<>();

    private StagePlan() {}

    public static StagePlan of(Graph graph) {
        StagePlan plan = new StagePlan();
        plan.divide(graph);
        return plan;
    }

    /** The stages, in the order of execution. */
    public List<Stage> stages() {
        return stages;
    }

    /** The shapes of what stages store for later ones, by name. */
    public Map<String, Shape> stored() {
        return stored;
    }

    /** The name of a graph's output among the results of stages. */
    public static String output(int number) {
        return "%output" + number;
    }

    /** The formula, if sweeps over the memory of inputs and outputs are all that there is. */
    public Optional<Stage.Formula> onlyFormula() {
        return stages.size() == 1 && stages.get(0) instanceof Stage.Formula formula
                ? Optional.of(formula)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining());
    }

    private void divide(Graph graph) {
        Levels levels = Levels.of(graph);
        for (int level = 0; level <= levels.last(); level++) {
            Map<Node, String> read = new LinkedHashMap<>();
            for (Node step : levels.steps(level)) {
                step.operands().stream()
                        .filter(operand -> !known.containsKey(operand))
                        .forEach(operand -> read.computeIfAbsent(operand, node -> store(node.shape())));
            }
            List<Node> wanted = new ArrayList<>(read.keySet());
            List<String> names = new ArrayList<>(read.values());
            for (int output : levels.outputs(level)) {
                wanted.add(graph.outputs().get(output));
                names.add(output(output));
            }
            if (!wanted.isEmpty()) {
                boolean whole = known.isEmpty() && wanted.equals(graph.outputs());
                formula(whole ? graph : Graph.part(wanted, known), names);
            }
            known.putAll(read);
            levels.steps(level).forEach(this::step);
        }
    }

    private void step(Node step) {
        List<String> operands = step.operands().stream().map(known::get).toList();
        String result = store(step.shape());
        stages.add(new Stage.Step(step.op(), operands, result));
        known.put(step, result);
    }

    private void formula(Graph graph, List<String> results) {
        AxisLabels labels = AxisLabels.of(graph);
        if (labels.meeting().isEmpty()) {
            stages.add(new Stage.Formula(graph, labels, List.copyOf(results)));
            return;
        }
        Node meeting = labels.meeting().get();
        // Operands that are inputs already meet through other nodes that read them: the operation is then computed by
        // itself.
        boolean divided = meeting.operands().stream()
                .allMatch(operand -> operand.op() instanceof Leaf.Constant || operand.op() instanceof Leaf.Input);
        Map<Node, String> operands = new LinkedHashMap<>();
        for (Node operand : divided ? List.of(meeting) : meeting.operands()) {
            if (!(operand.op() instanceof Leaf.Constant)) {
                operands.computeIfAbsent(operand, key -> store(key.shape()));
            }
        }
        formula(Graph.part(List.copyOf(operands.keySet()), Map.of()), List.copyOf(operands.values()));
        formula(Graph.part(graph.outputs(), operands), results);
    }

    private String store(Shape shape) {
        String name = "%" + stored.size();
        stored.put(name, shape);
        return name;
    }
}
