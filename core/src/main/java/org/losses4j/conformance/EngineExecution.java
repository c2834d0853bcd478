package org.losses4j.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Checks;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.FusedObjective;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Runs objectives on the fused engine: {@code engine} in float64, {@code engine32} in float32. Graphs that the engine cannot
 * compile are evaluated over reference tensors, with inputs and results rounded to the precision.
 */
public final class EngineExecution implements Execution {
    private static final double FLOAT_TOLERANCE = 2e-5;

    private final Precision precision;
    private final Engine engine;
    private final Programs programs = new Programs();
    private final FusedObjectives objectives;

    public EngineExecution(Precision precision, Engine engine) {
        this.precision = precision;
        this.engine = engine;
        this.objectives = new FusedObjectives(engine, programs);
    }

    @Override
    public String name() {
        return precision == Precision.FLOAT64 ? "engine" : "engine32";
    }

    @Override
    public double tolerance() {
        return precision == Precision.FLOAT64 ? 0 : FLOAT_TOLERANCE;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        return run(objective, inputs, Map.of(), gradients);
    }

    @Override
    public Outcome run(
            Objective objective,
            Map<String, ReferenceTensor> inputs,
            Map<String, Placement> placements,
            List<String> gradients) {
        Map<String, Tensor> rounded = new LinkedHashMap<>();
        Map<String, Placement> placed = new LinkedHashMap<>();
        Map<String, Layout> layouts = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> {
            rounded.put(role, rounded(tensor));
            Placement placement = placements.getOrDefault(
                    role, Placement.rowMajor(tensor.shape().rank()));
            placed.put(role, placement);
            layouts.put(role, placement.layout(tensor.shape()));
        });
        Map<String, Layout> wanted = new LinkedHashMap<>();
        gradients.forEach(role -> wanted.put(role, Objects.requireNonNull(layouts.get(role), role)));
        List<Tensor> results = objectives
                .prepare(objective, Computation.VALUE_AND_GRADIENTS, precision, layouts, wanted)
                .map(fused -> run(fused, rounded, placed, gradients))
                .orElseGet(() -> {
                    failIfTheEngineDid(compile(graph(objective, rounded, gradients), layouts, wanted));
                    return evaluate(objective, rounded, gradients);
                });
        return new Outcome(results.get(0), ReferenceExecution.byRole(gradients, results.subList(1, results.size())));
    }

    /** The engine's compilation of an objective and its gradients, for row-major inputs of these shapes. */
    public Compilation compile(Objective objective, Map<String, ? extends Tensor> inputs, List<String> gradients) {
        Graph graph = graph(objective, inputs, gradients);
        Map<String, Layout> layouts = layouts(inputs);
        Map<String, Layout> wanted = new LinkedHashMap<>();
        gradients.forEach(role -> wanted.put(role, Objects.requireNonNull(layouts.get(role), role)));
        return compile(graph, layouts, wanted);
    }

    private Compilation compile(Graph graph, Map<String, Layout> inputs, Map<String, Layout> gradients) {
        List<Layout> outputs = new ArrayList<>();
        outputs.add(Layout.rowMajor(graph.outputs().get(0).shape()));
        outputs.addAll(gradients.values());
        return engine.compile(graph, precision, inputs, outputs);
    }

    // Adapters evaluate the graph instead, and log a line; a test of the engine must fail.
    private static void failIfTheEngineDid(Compilation compilation) {
        if (compilation instanceof Compilation.Failed failed) {
            throw new IllegalStateException("The engine failed: " + failed.fault(), failed.fault());
        }
    }

    private Graph graph(Objective objective, Map<String, ? extends Tensor> inputs, List<String> gradients) {
        return programs.graph(
                objective, Computation.VALUE_AND_GRADIENTS, Inputs.of(inputs).shapes(), gradients);
    }

    private static Map<String, Layout> layouts(Map<String, ? extends Tensor> inputs) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> layouts.put(role, Layout.rowMajor(tensor.shape())));
        return layouts;
    }

    private List<Tensor> evaluate(Objective objective, Map<String, Tensor> inputs, List<String> gradients) {
        Checks.check(objective, Inputs.of(inputs));
        return graph(objective, inputs, gradients).evaluate(inputs).stream()
                .map(this::rounded)
                .toList();
    }

    private List<Tensor> run(
            FusedObjective fused, Map<String, Tensor> inputs, Map<String, Placement> placed, List<String> gradients) {
        List<Memory> read = new ArrayList<>();
        inputs.forEach((role, tensor) -> read.add(memory(tensor, placement(placed, role))));
        List<Memory> written = new ArrayList<>();
        for (String role : gradients) {
            Shape shape = Objects.requireNonNull(inputs.get(role), role).shape();
            double[] nothing = new double[shape.size()];
            Arrays.fill(nothing, Double.NaN);
            written.add(memory(ReferenceTensor.of(nothing, shape.toArray()), placement(placed, role)));
        }
        double[] value = fused.run(
                read.stream().map(Memory::elements).toList(),
                written.stream().map(Memory::elements).toList());
        List<Tensor> results = new ArrayList<>();
        results.add(ReferenceTensor.of(value, fused.valueShape().toArray()));
        for (int i = 0; i < written.size(); i++) {
            String role = gradients.get(i);
            Shape shape = Objects.requireNonNull(inputs.get(role), role).shape();
            results.add(placement(placed, role).gather(written.get(i).toArray(), shape));
        }
        return results;
    }

    private static Placement placement(Map<String, Placement> placed, String role) {
        return Objects.requireNonNull(placed.get(role), role);
    }

    private Memory memory(Tensor tensor, Placement placement) {
        return Memory.of(placement.scatter(tensor), placement, precision);
    }

    private Tensor rounded(Tensor tensor) {
        return precision == Precision.FLOAT64
                ? tensor
                : ReferenceTensor.of(
                        Memory.widened(Memory.narrowed(tensor.toArray())),
                        tensor.shape().toArray());
    }
}
