package org.losses4j.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.internal.run.MemoryTable;
import org.losses4j.engine.internal.run.Parallel;
import org.losses4j.engine.internal.run.SweepRunner;
import org.losses4j.engine.internal.run.Uniforms;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;

/** A graph that is nothing but sweeps over the memory of its inputs and outputs. */
final class SweepProgram implements FusedProgram {
    private final SweepSchedule schedule;
    private final List<SweepRunner> runners;
    private final Precision precision;
    private final Parallel parallel;
    private final MemoryTable memory;
    private final Uniforms uniforms;

    SweepProgram(SweepSchedule schedule, List<SweepRunner> runners, Signature signature, Parallel parallel) {
        this.schedule = schedule;
        this.runners = runners;
        this.precision = signature.precision();
        this.parallel = parallel;
        this.memory = new MemoryTable(schedule, runners, signature);
        this.uniforms = new Uniforms(schedule, runners, memory);
    }

    @Override
    public List<String> roles() {
        return memory.roles();
    }

    @Override
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
        parallel.run(runner.blocks(), runner.work(), (from, to) -> runner.run(from, to, elements, uniform, sums));
        for (int i = 0; i < totals; i++) {
            double sum = 0;
            for (int block = 0; block < runner.blocks(); block++) {
                sum += sums[block * totals + i];
            }
            known.define(sweep, i, sum);
        }
    }

    /** The sweeps with their walks and terms, in the order of execution, and behind them the scalar outputs and the numbers. */
    @Override
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
        return passes + scalars + between + schedule.rows().formula().printedNumbers();
    }
}
