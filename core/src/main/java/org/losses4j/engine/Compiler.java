package org.losses4j.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.losses4j.cache.BoundedCache;
import org.losses4j.engine.internal.codegen.KernelStructure;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.plan.AxisLabels;
import org.losses4j.engine.internal.plan.GraphStructure;
import org.losses4j.engine.internal.plan.Lowering;
import org.losses4j.engine.internal.plan.OneHots;
import org.losses4j.engine.internal.plan.RowLabels;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.plan.SumsOfSums;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.internal.plan.UnsupportedGraphException;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.internal.run.Parallel;
import org.losses4j.engine.internal.run.SweepKernels;
import org.losses4j.engine.internal.run.SweepRunner;
import org.losses4j.engine.internal.stage.Stage;
import org.losses4j.engine.internal.stage.StageMemories;
import org.losses4j.engine.internal.stage.StagePlan;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Node;

/** Compiles a graph to a program: runs the passes in order, each on the result of the one before. */
final class Compiler {
    private final EngineOptions options;
    private final KernelTiers tiers;
    private final BiConsumer<String, Object> observer;
    private final Map<Precision, StageMemories<?>> memories = new EnumMap<>(Precision.class);
    private final BoundedCache<KernelStructure, Optional<SweepKernels>> kernels;
    private final BoundedCache<Key, PlanTemplate> templates;

    /**
     * A compiler.
     *
     * @param tiers combines a lane-by-lane kernel with the vector kernel of the same sweep
     * @param observer is called with the name and the result of each pass
     */
    Compiler(EngineOptions options, KernelTiers tiers, BiConsumer<String, Object> observer) {
        this.options = options;
        this.tiers = tiers;
        this.observer = observer;
        for (Precision precision : Precision.values()) {
            memories.put(precision, StageMemories.of(precision));
        }
        this.kernels = new BoundedCache<>(options.capacity());
        this.templates = new BoundedCache<>(options.capacity());
    }

    /** What a plan up to its memory depends on. */
    private record Key(GraphStructure structure, Precision precision) {}

    Compilation compile(Graph graph, Signature signature) {
        try {
            for (Node node : graph.nodes()) {
                if (node.shape().size() == 0) {
                    return new Compilation.Unsupported("a tensor without elements");
                }
            }
            return new Compilation.Compiled(program(graph, signature));
        } catch (UnsupportedGraphException unsupported) {
            return new Compilation.Unsupported(unsupported.reason());
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            return new Compilation.Failed(fault);
        }
    }

    private FusedProgram program(Graph graph, Signature signature) {
        GraphStructure structure = GraphStructure.of(graph);
        Optional<SweepProgram> planned = planned(structure, signature);
        if (planned.isPresent()) {
            return planned.get();
        }
        StagePlan stages = StagePlan.of(graph);
        Optional<Stage.Formula> only = stages.onlyFormula();
        if (only.isPresent()) {
            return sweeps(only.get(), structure, signature);
        }
        pass("stages", stages);
        return new StagedProgram(
                stages,
                signature,
                Objects.requireNonNull(memories.get(signature.precision())),
                parallel(),
                this::stage);
    }

    private SweepProgram stage(Stage.Formula formula, Signature signature) {
        GraphStructure structure = GraphStructure.of(formula.graph());
        return planned(structure, signature).orElseGet(() -> sweeps(formula, structure, signature));
    }

    private SweepProgram sweeps(Stage.Formula formula, GraphStructure structure, Signature signature) {
        AxisLabels labels = pass("axis labels", formula.labels());
        Formula lowered = pass("lowering", Lowering.lower(formula.graph(), labels));
        Formula merged = pass("sums of sums", SumsOfSums.merge(lowered));
        Formula picked = pass("one-hot vectors", OneHots.picked(merged, signature.precision()));
        RowLabels rows = pass("row labels", RowLabels.of(picked));
        SweepSchedule schedule = pass("sweep schedule", SweepSchedule.of(rows));
        KernelChoice choice = choice(schedule, signature);
        List<PlanTemplate.Planned> sweeps = choice.sweeps();
        List<SweepRunner> runners = choice.runners(sweeps);
        runners.forEach(runner -> pass("row walks, memory plan and kernel", runner.plan()));
        PlanTemplate.of(structure, lowered, schedule, sweeps)
                .ifPresent(template -> templates.put(new Key(structure, signature.precision()), template));
        return new SweepProgram(schedule, runners, signature, parallel());
    }

    /** The program of a graph that was planned for other extents; empty if none of its structure was. */
    private Optional<SweepProgram> planned(GraphStructure structure, Signature signature) {
        return templates.find(new Key(structure, signature.precision())).map(template -> {
            SweepSchedule schedule = template.schedule(structure);
            KernelChoice choice = choice(schedule, signature);
            List<SweepRunner> runners = choice.runners(choice.sweeps(template.sweeps()));
            return new SweepProgram(schedule, runners, signature, parallel());
        });
    }

    private KernelChoice choice(SweepSchedule schedule, Signature signature) {
        return new KernelChoice(options, tiers, kernels, signature, schedule);
    }

    private Parallel parallel() {
        return new Parallel(options.pool(), options.parallelFrom());
    }

    private <T> T pass(String name, T result) {
        observer.accept(name, result);
        return result;
    }
}
