package org.losses4j.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
    // As many as HotSpot has to see before it compiles what plans a batch of another size.
    private static final int EXPECTED_BATCHES = 30;

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
        return prepare(
                objective, wanted, precision, inputs, gradients, factor, fault -> faults.report(objective, fault));
    }

    private Optional<FusedObjective> prepare(
            Objective objective,
            Computation wanted,
            Precision precision,
            Map<String, Layout> inputs,
            Map<String, Layout> gradients,
            double factor,
            Consumer<Throwable> report) {
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
            report.accept(failed.fault());
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
     * Prepares the value and the gradients of an objective in the background, so that its kernels are there, and fast, when a
     * training begins. No result depends on it. A training of batches of other extents has the same kernels; one that needs others
     * has to wait for theirs as it would without. Only the library's own losses are prepared, as the formulas of others may depend on
     * the thread that calls them, and of these the ones whose inputs' shapes follow from that of the first.
     *
     * @param first the shape of the first input in such a batch
     * @param trained the roles that gradients are wanted by, which lie in byte buffers in row-major order
     * @param given the layouts of the other inputs, by their shapes
     * @param timesExamples whether the gradients are wanted of as many times the value as there are examples
     */
    public void expect(
            Objective objective,
            Shape first,
            Collection<String> trained,
            Function<Shape, Layout> given,
            boolean timesExamples) {
        if (!ExpectedBatch.isForeseen(objective)) {
            return;
        }
        // Whoever provides losses is asked by the caller's thread.
        objective.name();
        List<Runnable> tasks = new ArrayList<>();
        for (int more = 0; more < EXPECTED_BATCHES; more++) {
            Shape size = first.with(0, first.extent(0) + more);
            tasks.add(() -> prepareExpected(objective, size, trained, given, timesExamples));
        }
        // Behind the first batch.
        tasks.add(1, () -> prepareExpectedChecks(objective, first, given));
        engine.inAdvance(tasks);
    }

    /** Prepares the checks of inputs, for so many examples that there are enough class indices for the engine to check them. */
    void prepareExpectedChecks(Objective objective, Shape first, Function<Shape, Layout> given) {
        // Of class indices there is one for each row of classes.
        int rows = Math.max(1, first.size() / (first.extent(0) * first.extent(-1)));
        Shape many = first.with(0, ValuePrograms.WORTH_A_PROGRAM / rows);
        ExpectedBatch.of(objective, many, List.of(), given)
                .ifPresent(
                        batch -> batch.check(new MemoryChecks(objective, Precision.FLOAT32, batch.inputs(), values)));
    }

    /** Prepares for one such batch, and computes it. */
    void prepareExpected(
            Objective objective,
            Shape first,
            Collection<String> trained,
            Function<Shape, Layout> given,
            boolean timesExamples) {
        ExpectedBatch.of(objective, first, trained, given)
                .ifPresent(batch -> prepare(
                                objective,
                                Computation.VALUE_AND_GRADIENTS,
                                Precision.FLOAT32,
                                batch.inputs(),
                                batch.gradients(),
                                timesExamples ? first.extent(0) : 1,
                                fault -> {})
                        .ifPresent(batch::run));
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
