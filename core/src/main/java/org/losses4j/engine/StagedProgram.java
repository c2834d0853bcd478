package org.losses4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.run.MemoryTable;
import org.losses4j.engine.internal.run.Parallel;
import org.losses4j.engine.internal.stage.Stage;
import org.losses4j.engine.internal.stage.StageMemories;
import org.losses4j.engine.internal.stage.StageMemory;
import org.losses4j.engine.internal.stage.StagePlan;
import org.losses4j.engine.internal.stage.StepRunner;
import org.losses4j.engine.internal.stage.Stored;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.graph.HostOp;

/** A graph of several stages: sweeps over memory, and steps on whole matrices between them. */
final class StagedProgram implements FusedProgram {
    private final StagePlan plan;
    private final Signature signature;
    private final Map<String, Stored> stored = new HashMap<>();
    private final Map<String, Integer> outputs = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<String> roles;
    private final StageMemories<?> memories;
    private final Parallel parallel;

    /**
     * A program.
     *
     * @param sweeps compiles a formula for the layouts of what it reads and stores
     */
    StagedProgram(StagePlan plan, Signature signature, StageMemories<?> memories, Parallel parallel, Sweeps sweeps) {
        this.plan = plan;
        this.signature = signature;
        this.memories = memories;
        this.parallel = parallel;
        plan.stored().forEach((name, shape) -> stored.put(name, new Stored(stored.size(), shape)));
        for (int i = 0; i < signature.outputs().size(); i++) {
            outputs.put(StagePlan.output(i), i);
        }
        Set<String> read = new LinkedHashSet<>();
        for (Stage stage : plan.stages()) {
            if (stage instanceof Stage.Formula formula) {
                formula.graph().roles().stream()
                        .filter(role -> !stored.containsKey(role))
                        .forEach(read::add);
            }
        }
        this.roles = List.copyOf(read);
        plan.stages().forEach(stage -> parts.add(part(stage, sweeps)));
    }

    /** Compiles formulas that are nothing but sweeps. */
    interface Sweeps {
        SweepProgram compile(Stage.Formula formula, Signature signature);
    }

    /** One stage, ready to run. */
    private interface Part {
        void run(StageMemory<?> memory, List<Elements> inputs, List<Elements> outputs);
    }

    /** Finds the memory of one tensor in a call. */
    private interface Place {
        Elements in(StageMemory<?> memory, List<Elements> inputs, List<Elements> outputs);
    }

    @Override
    public List<String> roles() {
        return roles;
    }

    @Override
    public void run(List<Elements> inputs, List<Elements> outputs) {
        MemoryTable.requireCounts(roles, signature.outputs().size(), inputs, outputs);
        memories.call(memory -> parts.forEach(part -> part.run(memory, inputs, outputs)));
    }

    @Override
    public String disassemble() {
        return plan.toString();
    }

    private Part part(Stage stage, Sweeps sweeps) {
        return stage instanceof Stage.Formula formula ? sweeps(formula, sweeps) : step((Stage.Step) stage);
    }

    private Part sweeps(Stage.Formula formula, Sweeps sweeps) {
        Map<String, Layout> read = new LinkedHashMap<>();
        formula.graph().roles().forEach(role -> read.put(role, layout(role)));
        List<Layout> written = formula.results().stream().map(this::layout).toList();
        SweepProgram program = sweeps.compile(formula, new Signature(signature.precision(), read, written));
        List<Place> from = program.roles().stream().map(this::place).toList();
        List<Place> to = formula.results().stream().map(this::place).toList();
        return (memory, inputs, outputs) ->
                program.run(in(from, memory, inputs, outputs), in(to, memory, inputs, outputs));
    }

    private static List<Elements> in(
            List<Place> places, StageMemory<?> memory, List<Elements> inputs, List<Elements> outputs) {
        List<Elements> found = new ArrayList<>(places.size());
        for (Place place : places) {
            found.add(place.in(memory, inputs, outputs));
        }
        return found;
    }

    private Layout layout(String name) {
        Stored result = stored.get(name);
        if (result != null) {
            return Layout.rowMajor(result.shape());
        }
        Integer output = outputs.get(name);
        return output == null
                ? Objects.requireNonNull(signature.inputs().get(name), name)
                : signature.outputs().get(output);
    }

    private Place place(String name) {
        Stored result = stored.get(name);
        if (result != null) {
            return (memory, inputs, outputs) -> memory.elements(result);
        }
        Integer output = outputs.get(name);
        if (output != null) {
            return (memory, inputs, outputs) -> outputs.get(output);
        }
        int input = roles.indexOf(name);
        return (memory, inputs, outputs) -> inputs.get(input);
    }

    private Part step(Stage.Step step) {
        List<Stored> operands = step.operands().stream().map(this::stored).toList();
        StepRunner runner = new StepRunner(step.op(), operands, stored(step.result()), isDerived(step));
        return (memory, inputs, outputs) -> runner.run(memory, parallel);
    }

    private Stored stored(String name) {
        return Objects.requireNonNull(stored.get(name), name);
    }

    /** Whether there is a step for the gradient of the host function of a step. */
    private boolean isDerived(Stage.Step step) {
        return step.op() instanceof HostOp.Value host
                && plan.stages().stream()
                        .anyMatch(stage -> stage instanceof Stage.Step later
                                && later.op() instanceof HostOp.Gradient gradient
                                && gradient.function().equals(host.function())
                                && HostOp.Gradient.given(later.operands()).equals(step.operands()));
    }
}
