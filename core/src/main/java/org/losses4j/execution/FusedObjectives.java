package org.losses4j.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Shape;

/**
 * Compiles objectives by the fused engine for memory of given layouts; the engine's entry point for adapters. Safe for several
 * threads.
 *
 * <p>{@link #prepare} checks shapes, records the formula, derives its gradients and compiles them, or finds an earlier result.
 * Callers keep the result, by a key that tells their calls apart: each later call then only checks values and computes.
 */
public final class FusedObjectives {
    private final Engine engine;
    private final Programs programs;
    private final ValuePrograms values;
    private final EngineFaults faults = new EngineFaults();

    /** Compiles by {@code engine}, and keeps recorded formulas in {@code programs}. */
    public FusedObjectives(Engine engine, Programs programs) {
        this.engine = engine;
        this.programs = programs;
        this.values = new ValuePrograms(engine);
    }

    /** Prepares a computation with gradients of the value's sum itself. */
    public Optional<FusedObjective> prepare(
            Objective objective,
            Computation wanted,
            Precision precision,
            Map<String, Layout> inputs,
            Map<String, Layout> gradients) {
        return prepare(objective, wanted, precision, inputs, gradients, 1);
    }

    /**
     * Prepares a computation of an objective.
     *
     * @param inputs the layouts of the inputs by role
     * @param gradients the layouts of the wanted gradients by role; empty if none is wanted
     * @param factor the gradients are multiplied by this, such as the number of examples where an updater divides by it
     * @return the compiled objective; empty if the engine does not support the objective, or fails at it, which is logged:
     *     evaluate its graph over tensors instead
     * @throws IllegalArgumentException if the shapes do not fit; the message names loss, role, the given and the
     *     wanted input, and the likely fix
     */
    public Optional<FusedObjective> prepare(
            Objective objective,
            Computation wanted,
            Precision precision,
            Map<String, Layout> inputs,
            Map<String, Layout> gradients,
            double factor) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, layout) -> shapes.put(role, layout.shape()));
        Graph graph = programs.graph(objective, wanted, shapes, List.copyOf(gradients.keySet()), factor);
        List<Layout> outputs = new ArrayList<>();
        boolean hasValue = wanted != Computation.GRADIENTS;
        if (hasValue) {
            outputs.add(Layout.rowMajor(graph.outputs().get(0).shape()));
        }
        outputs.addAll(gradients.values());
        Compilation compilation = engine.compile(graph, precision, inputs, outputs);
        if (compilation instanceof Compilation.Failed failed) {
            faults.report(objective, failed.fault());
        }
        return compilation instanceof Compilation.Compiled taken
                ? Optional.of(new FusedObjective(
                        taken.program(),
                        precision,
                        new MemoryChecks(objective, precision, inputs, values),
                        List.copyOf(inputs.keySet()),
                        hasValue ? outputs.get(0).shape() : null))
                : Optional.empty();
    }

    /**
     * Shows what each pass of the compiler makes of an objective and its gradients, for float32 arrays in row-major order.
     *
     * @param given the shapes of the inputs by role
     * @return for each pass its name and its result
     * @throws IllegalArgumentException if the shapes do not fit; the message names loss, role, the given and the
     *     wanted input, and the likely fix
     */
    public String explain(Objective objective, Map<String, Shape> given) {
        objective.checkShapes(given);
        Map<String, Shape> shapes = objective.byRole(given);
        Map<String, Layout> inputs = new LinkedHashMap<>();
        Map<String, Shape> ordered = new LinkedHashMap<>();
        List<String> trained = new ArrayList<>();
        for (Role role : objective.roles()) {
            Shape shape = shapes.get(role.name());
            if (shape != null) {
                ordered.put(role.name(), shape);
                inputs.put(role.name(), Layout.rowMajor(shape));
                if (role.differentiable()) {
                    trained.add(role.name());
                }
            }
        }
        Graph graph = programs.graph(objective, Computation.VALUE_AND_GRADIENTS, ordered, trained, 1);
        List<Layout> outputs = graph.outputs().stream()
                .map(node -> Layout.rowMajor(node.shape()))
                .toList();
        return engine.explain(graph, Precision.FLOAT32, inputs, outputs);
    }
}
