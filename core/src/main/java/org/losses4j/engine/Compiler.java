package org.losses4j.engine;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.codegen.KernelClass;
import org.losses4j.engine.internal.codegen.KernelForm;
import org.losses4j.engine.internal.codegen.VectorModule;
import org.losses4j.engine.internal.codegen.lane.Elementary;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.plan.Lowering;
import org.losses4j.engine.internal.plan.OneHots;
import org.losses4j.engine.internal.plan.RowLabels;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.plan.SumsOfSums;
import org.losses4j.engine.internal.plan.Sweep;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.internal.plan.UnsupportedGraphException;
import org.losses4j.engine.internal.run.SweepRunner;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;

/** The passes, one behind the other. */
final class Compiler {
    private final EngineOptions options;
    private final BinaryOperator<Kernel> tiers;

    /**
     * A compiler.
     *
     * @param tiers combines a kernel that goes lane by lane with the same one of vectors
     */
    Compiler(EngineOptions options, BinaryOperator<Kernel> tiers) {
        this.options = options;
        this.tiers = tiers;
    }

    Compilation compile(Graph graph, Signature signature) {
        if (graph.nodes().stream().anyMatch(node -> node.shape().size() == 0)) {
            return new Compilation.Unsupported("a tensor without elements");
        }
        try {
            return new Compilation.Compiled(program(graph, signature));
        } catch (UnsupportedGraphException refusal) {
            return new Compilation.Unsupported(refusal.reason());
        } catch (RuntimeException | LinkageError | StackOverflowError fault) {
            return new Compilation.Failed(fault);
        }
    }

    private FusedProgram program(Graph graph, Signature signature) {
        Precision precision = signature.precision();
        Formula formula = OneHots.picked(SumsOfSums.merge(Lowering.lower(graph)), precision);
        RowLabels rows = RowLabels.of(formula);
        SweepSchedule schedule = SweepSchedule.of(rows);
        List<Leaf.Literal> literals = rows.formula().literals();
        Function<Access.Memory, Layout> layouts = memory -> layout(memory, signature, literals);
        boolean scalar = options.vectors() == EngineOptions.Vectors.NEVER || largest(signature) < options.vectorsFrom();
        int lanes = scalar ? 1 : VectorModule.lanes(precision);
        List<SweepRunner> runners = schedule.sweeps().stream()
                .map(sweep -> runner(rows, sweep, layouts, precision, lanes))
                .toList();
        List<Elements> numbers =
                literals.stream().map(literal -> elements(literal, precision)).toList();
        return new FusedProgram(schedule, runners, signature, options, numbers);
    }

    /** The elements of the largest tensor. */
    private static long largest(Signature signature) {
        return Stream.concat(signature.inputs().values().stream(), signature.outputs().stream())
                .mapToLong(layout -> layout.shape().size())
                .max()
                .orElse(0);
    }

    private SweepRunner runner(
            RowLabels rows, Sweep sweep, Function<Access.Memory, Layout> layouts, Precision precision, int lanes) {
        try {
            return runner(SweepPlan.of(rows, sweep, layouts, lanes, false), precision, lanes);
        } catch (KernelClass.TooLong e) {
            return runner(SweepPlan.of(rows, sweep, layouts, lanes, true), precision, lanes);
        }
    }

    private SweepRunner runner(SweepPlan plan, Precision precision, int lanes) {
        boolean acrossRows = plan.memoryPlan().acrossRows();
        if (lanes == 1 || (acrossRows && plan.memoryPlan().rowExtent() < lanes)) {
            return new SweepRunner(
                    plan, precision, lanes, null, KernelClass.load(plan, precision, lanes, KernelForm.SCALAR));
        }
        Kernel vectors = vectors(plan, precision, lanes);
        if (options.vectors() == EngineOptions.Vectors.WHEN_FASTER && !hasPowers(plan)) {
            vectors = tiered(plan, precision, lanes, vectors);
        }
        return acrossRows
                ? new SweepRunner(
                        plan, precision, lanes, vectors, KernelClass.load(plan, precision, lanes, KernelForm.SCALAR))
                : new SweepRunner(plan, precision, lanes, null, vectors);
    }

    private static Kernel vectors(SweepPlan plan, Precision precision, int lanes) {
        if (plan.memoryPlan().acrossRows()) {
            return KernelClass.load(plan, precision, lanes, KernelForm.VECTORS);
        }
        try {
            return KernelClass.load(plan, precision, lanes, KernelForm.VECTORS_AND_TAILS);
        } catch (KernelClass.TooLong e) {
            return KernelClass.load(plan, precision, lanes, KernelForm.VECTORS);
        }
    }

    private Kernel tiered(SweepPlan plan, Precision precision, int lanes, Kernel vectors) {
        try {
            return tiers.apply(KernelClass.load(plan, precision, lanes, KernelForm.LANE_BY_LANE), vectors);
        } catch (KernelClass.TooLong e) {
            return vectors;
        }
    }

    /** Whether there are powers that are not products: vectors have a function of their own for them, with other last bits. */
    private static boolean hasPowers(SweepPlan plan) {
        return RowWalks.needed(plan.rows(), plan.sweep().roots()).stream()
                .anyMatch(term -> term.op() instanceof TermOp.Power power && !Elementary.isProduct(power.exponent()));
    }

    private static Layout layout(Access.Memory memory, Signature signature, List<Leaf.Literal> literals) {
        if (memory instanceof Access.Memory.Input input) {
            Layout layout = signature.inputs().get(input.role());
            if (layout == null) {
                throw new IllegalArgumentException("There is no layout for the input '" + input.role() + "'; given: "
                        + signature.inputs().keySet());
            }
            return layout;
        }
        return memory instanceof Access.Memory.Output output
                ? signature.outputs().get(output.number())
                : Layout.rowMajor(
                        literals.get(((Access.Memory.Literal) memory).number()).shape());
    }

    private static Elements elements(Leaf.Literal literal, Precision precision) {
        double[] values = literal.values();
        if (precision == Precision.FLOAT64) {
            return Elements.of(values, 0);
        }
        float[] floats = new float[values.length];
        IntStream.range(0, floats.length).forEach(i -> floats[i] = (float) values[i]);
        return Elements.of(floats, 0);
    }
}
