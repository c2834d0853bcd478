package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.BatchReduction;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.LossSample;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.plan.RowLabels;
import org.losses4j.engine.internal.plan.Sweep;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Shape;

/** What must hold of the intermediate form behind each pass. */
class PassesTest {
    private final List<String> seen = new ArrayList<>();

    static Stream<LossSample> losses() {
        return LossSample.all().stream();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyPassLeavesAFormThatHolds(LossSample sample) {
        Map<String, Shape> shapes =
                Inputs.of(new LinkedHashMap<>(sample.inputs())).shapes();
        compile(sample.objective(), shapes, sample.trainedRoles());
    }

    /** The divisor of a weighted mean is a sum over rows, and has to be known before the gradients are written. */
    @ParameterizedTest
    @MethodSource("losses")
    void everyPassLeavesAFormThatHoldsUnderWeights(LossSample sample) {
        LossObjective weighted = Objective.of(sample.loss())
                .reduce(sample.objective().reduction().example(), BatchReduction.WEIGHTED_MEAN);
        Map<String, Shape> shapes =
                Inputs.of(new LinkedHashMap<>(sample.inputs())).shapes();
        String first = weighted.roles().get(0).name();
        int examples = Objects.requireNonNull(shapes.get(first), first).extent(0);
        Map<String, Shape> more = new LinkedHashMap<>(shapes);
        more.put(Role.WEIGHTS, sample.overBatch() ? Shape.scalar() : Shape.of(examples));
        more.put(Role.MASK, Shape.of(examples));
        compile(weighted, more, sample.trainedRoles());
    }

    private void compile(Objective objective, Map<String, Shape> shapes, List<String> trained) {
        for (EngineOptions.Vectors vectors : EngineOptions.Vectors.values()) {
            Engine engine =
                    new Engine(new EngineOptions().vectorsFrom(1).with(vectors), KernelTiers::byTrials, this::verify);
            Graph graph = new Programs().graph(objective, Computation.VALUE_AND_GRADIENTS, shapes, trained);
            Map<String, Layout> inputs = new LinkedHashMap<>();
            shapes.forEach((role, shape) -> inputs.put(role, Layout.rowMajor(shape)));
            List<Layout> outputs = graph.outputs().stream()
                    .map(node -> Layout.rowMajor(node.shape()))
                    .toList();
            seen.clear();
            Compilation compilation = engine.compile(graph, Precision.FLOAT32, inputs, outputs);
            assertTrue(!(compilation instanceof Compilation.Failed), () -> objective + ": " + compilation);
            if (compilation instanceof Compilation.Compiled) {
                assertEquals("axis labels", seen.get(seen.get(0).equals("stages") ? 1 : 0));
                assertTrue(seen.contains("sweep schedule"), seen.toString());
            }
        }
    }

    private void verify(String pass, Object result) {
        seen.add(pass);
        assertTrue(!result.toString().isBlank(), pass);
        if (result instanceof Formula formula) {
            verify(pass, formula);
        } else if (result instanceof RowLabels rows) {
            verify(pass, rows);
        } else if (result instanceof SweepSchedule schedule) {
            verify(pass, schedule);
        } else if (result instanceof SweepPlan plan) {
            verify(pass, plan);
        }
    }

    /** Operands come before results, labels are those of the operands but for what is reduced, and places suffice. */
    private static void verify(String pass, Formula formula) {
        Set<Term> known = new HashSet<>();
        for (Term term : formula.reachable()) {
            assertTrue(known.containsAll(term.operands()), pass + ": an operand behind " + term);
            long operands = 0;
            for (Term operand : term.operands()) {
                operands |= operand.labels();
            }
            assertTrue(LabelSet.within(term.over(), operands), pass + ": reduces what is not there: " + term);
            boolean reads = term.read().isPresent() || term.op() instanceof TermOp.Index;
            if (!reads) {
                assertEquals(operands & ~term.over(), term.labels(), pass + ": labels of " + term);
            }
            term.read()
                    .ifPresent(access -> access.labels()
                            .forEach(label -> assertTrue(label < formula.extents().length, pass + ": " + access)));
            known.add(term);
        }
        for (Formula.Result result : formula.results()) {
            assertTrue(
                    LabelSet.within(result.term().labels(), result.target().labelSet()),
                    pass + ": no place for all of " + result);
        }
    }

    /** No reduction runs over labels of both kinds, and the groups are apart from one another. */
    private static void verify(String pass, RowLabels rows) {
        verify(pass, rows.formula());
        long together = 0;
        for (long group : rows.groups()) {
            assertEquals(0, together & group, pass + ": a label in two groups");
            together |= group;
        }
        assertEquals(rows.axes(), together, pass);
        for (Term term : rows.formula().reachable()) {
            long within = term.over() & rows.axes();
            assertTrue(within == 0 || within == term.over(), pass + ": over rows and within them: " + term);
        }
    }

    /** Each result is made once, and each sum over rows in a sweep before those that read it. */
    private static void verify(String pass, SweepSchedule schedule) {
        List<Formula.Result> made = new ArrayList<>(schedule.scalars());
        schedule.sweeps().forEach(sweep -> made.addAll(sweep.stores()));
        assertEquals(new HashSet<>(schedule.rows().formula().results()), new HashSet<>(made), pass + ": results");
        assertEquals(schedule.rows().formula().results().size(), made.size(), pass + ": a result twice");
        Set<Term> totals = new HashSet<>();
        for (Sweep sweep : schedule.sweeps()) {
            for (Term term : Formula.reachable(sweep.roots())) {
                boolean total = term.reduces() && (term.over() & schedule.rows().axes()) == 0;
                assertTrue(!total || totals.contains(term), pass + ": read before it is summed: " + term);
            }
            totals.addAll(sweep.totals());
        }
    }

    private static void verify(String pass, SweepPlan plan) {
        assertTrue(plan.memoryPlan().block() > 0, pass);
        plan.rowWalks()
                .walks()
                .forEach(walk -> assertTrue(
                        plan.rows().groups().contains(walk.group()), pass + ": a walk along no group of axes"));
    }

    @Test
    void stoppedGradientsAreGoneFromWhatIsComputed() {
        Objective objective = Objective.parse("sparse_categorical_cross_entropy");
        Map<String, Shape> shapes = Map.of("prediction", Shape.of(4, 3), "target", Shape.of(4));
        Programs programs = new Programs();
        String recorded = programs.value(objective, shapes)
                .withGradient(List.of("prediction"))
                .toString();
        assertTrue(recorded.contains("stop_gradient"), recorded);
        String explained = new FusedObjectives(new Engine(), programs).explain(objective, shapes);
        assertFalse(explained.contains("stop_gradient"), explained);
    }

    /** The passes on a small Huber loss, as docs/engine.md shows them. */
    @Test
    void theDocumentedPassesAreThoseThatRun() throws Exception {
        String explained = new FusedObjectives(
                        new Engine(new EngineOptions().with(EngineOptions.Vectors.NEVER)), new Programs())
                .explain(Objective.parse("huber"), Map.of("prediction", Shape.of(4, 3), "target", Shape.of(4, 3)));
        String documented = Files.readString(Path.of("../docs/engine.md"));
        assertTrue(documented.contains("```\n" + explained + "```"), "docs/engine.md should show:\n" + explained);
    }
}
