package org.losses4j.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.losses4j.engine.internal.codegen.KernelStructure;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.plan.GraphStructure;
import org.losses4j.engine.internal.plan.RowLabels;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.plan.SweepSchedule;

/**
 * The plan of a formula, to be used again for graphs of the same structure with other extents: only where memory lies is then
 * planned anew.
 *
 * @param structure the graph that was planned
 * @param sweeps the plans of the schedule's sweeps
 */
record PlanTemplate(GraphStructure structure, SweepSchedule schedule, List<Planned> sweeps) {

    /**
     * The plan of a sweep.
     *
     * @param kernel what finds its kernel
     */
    record Planned(SweepPlan plan, KernelStructure kernel) {}

    /**
     * The plan as a template; empty if it cannot be one, as the formula reads positions that were written for one extent.
     *
     * @param lowered the formula as it was lowered, with the literals of the graph alone
     */
    static Optional<PlanTemplate> of(
            GraphStructure structure, Formula lowered, SweepSchedule schedule, List<Planned> sweeps) {
        return lowered.literals().equals(schedule.rows().formula().literals())
                ? Optional.of(new PlanTemplate(structure, schedule, sweeps))
                : Optional.empty();
    }

    /** The schedule for a graph of equal structure. */
    SweepSchedule schedule(GraphStructure other) {
        RowLabels rows = schedule.rows();
        int[] extents = Arrays.stream(rows.formula().extents())
                .map(extent -> other.extents().get(structure.extents().indexOf(extent)))
                .toArray();
        Formula formula = rows.formula().with(extents, other.numbers());
        return new SweepSchedule(
                new RowLabels(formula, rows.axes(), rows.groups()),
                schedule.sweeps(),
                schedule.scalars(),
                schedule.roles());
    }
}
