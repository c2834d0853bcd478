package org.losses4j.engine;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.internal.run.MemoryTable;
import org.losses4j.engine.internal.run.SweepRunner;
import org.losses4j.engine.internal.run.Uniforms;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;

/** A compiled graph, for the shapes, layouts and precision that it was compiled for. Safe for several threads. */
public final class FusedProgram {
    // More parts than threads, so that one thread that is held up does not hold up the others.
    private static final int PARTS_PER_THREAD = 2;

    private final SweepSchedule schedule;
    private final List<SweepRunner> runners;
    private final Precision precision;
    private final EngineOptions options;
    private final MemoryTable memory;
    private final Uniforms uniforms;

    FusedProgram(SweepSchedule schedule, List<SweepRunner> runners, Signature signature, EngineOptions options) {
        this.schedule = schedule;
        this.runners = runners;
        this.precision = signature.precision();
        this.options = options;
        this.memory = new MemoryTable(schedule, runners, signature);
        this.uniforms = new Uniforms(schedule, runners, memory);
    }

    /** The roles of the inputs that the program reads, in the order in which {@link #run} takes their memory. */
    public List<String> roles() {
        return memory.roles();
    }

    /**
     * Computes the graph's outputs.
     *
     * @param inputs the memory of the inputs, in the order of {@link #roles}; no reference to it is kept
     * @param outputs the memory of the outputs, in the graph's order; may not overlap with the inputs
     * @throws IllegalArgumentException if the number of inputs or outputs is wrong, or memory is of another kind than its layout
     *     says, or too small for it
     */
    public void run(List<Elements> inputs, List<Elements> outputs) {
        Elements[] given = memory.of(inputs, outputs, precision);
        Uniforms.Known known = uniforms.start(given);
        for (int i = 0; i < runners.size(); i++) {
            SweepRunner runner = runners.get(i);
            run(runner, memory.ofSlots(i, given), known, i);
        }
        List<Formula.Result> scalars = schedule.scalars();
        for (int i = 0; i < scalars.size(); i++) {
            given[memory.number(scalars.get(i).target())].put(0, known.scalar(i));
        }
    }

    private void run(SweepRunner runner, @Nullable Elements[] elements, Uniforms.Known known, int sweep) {
        int totals = runner.plan().sweep().totals().size();
        double[] uniform = known.given(sweep);
        double[] sums = new double[Math.multiplyExact(runner.blocks(), totals)];
        run(runner, (from, to) -> runner.run(from, to, elements, uniform, sums));
        for (int i = 0; i < totals; i++) {
            double sum = 0;
            for (int block = 0; block < runner.blocks(); block++) {
                sum += sums[block * totals + i];
            }
            known.define(sweep, i, sum);
        }
    }

    /** Prints the sweeps with their walks and terms, in the order of execution, and behind them the scalar outputs. */
    public String disassemble() {
        String passes = runners.stream().map(runner -> runner.plan().toString()).collect(Collectors.joining());
        String scalars = schedule.scalars().stream()
                .map(result -> "put t" + result.term().number() + " to " + result.target() + "\n")
                .collect(Collectors.joining());
        String between = Formula.reachable(
                        schedule.scalars().stream().map(Formula.Result::term).toList())
                .stream()
                .filter(term -> SweepSchedule.isUniform(schedule.rows(), term))
                .map(term -> "  " + term + "\n")
                .collect(Collectors.joining());
        return passes + scalars + between;
    }

    private void run(SweepRunner runner, Part part) {
        ForkJoinPool pool = options.pool();
        int blocks = runner.blocks();
        int parts = Math.min(blocks, PARTS_PER_THREAD * (pool.getParallelism() + 1));
        if (parts < 2 || runner.work() < options.parallelFrom()) {
            part.run(0, blocks);
            return;
        }
        List<RecursiveAction> actions = IntStream.range(0, parts)
                .<RecursiveAction>mapToObj(i -> new Action(part, bound(blocks, i, parts), bound(blocks, i + 1, parts)))
                .toList();
        pool.invoke(new All(actions));
    }

    private static int bound(int blocks, int part, int parts) {
        return (int) ((long) blocks * part / parts);
    }

    private interface Part {
        void run(int from, int to);
    }

    private static final class Action extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient Part part;
        private final int from;
        private final int to;

        Action(Part part, int from, int to) {
            this.part = part;
            this.from = from;
            this.to = to;
        }

        @Override
        protected void compute() {
            part.run(from, to);
        }
    }

    private static final class All extends RecursiveAction {
        private static final long serialVersionUID = 1;

        private final transient List<RecursiveAction> actions;

        All(List<RecursiveAction> actions) {
            this.actions = actions;
        }

        @Override
        protected void compute() {
            invokeAll(actions);
        }
    }
}
