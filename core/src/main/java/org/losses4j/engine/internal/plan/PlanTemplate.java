package org.losses4j.engine.internal.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.losses4j.engine.internal.ir.Formula;

/**
 * The plan of a formula, to be used again for graphs of the same structure with other extents: only where memory lies is then
 * planned anew.
 *
 * @param structure the graph that was planned
 * @param plans the plans of the schedule's sweeps
 */
public record PlanTemplate(GraphStructure structure, SweepSchedule schedule, List<SweepPlan> plans) {

    /**
     * The plan as a template; empty if it cannot be one, as the formula reads positions that were written for one extent.
     *
     * @param lowered the formula as it was lowered, with the literals of the graph alone
     */
    public static Optional<PlanTemplate> of(
            GraphStructure structure, Formula lowered, SweepSchedule schedule, List<SweepPlan> plans) {
        return lowered.literals().equals(schedule.rows().formula().literals())
                ? Optional.of(new PlanTemplate(structure, schedule, plans))
                : Optional.empty();
    }

    /** The schedule for a graph of equal structure. */
    public SweepSchedule schedule(GraphStructure other) {
        RowLabels rows = schedule.rows();
        int[] extents = Arrays.stream(rows.formula().extents())
                .map(extent -> other.extents().get(structure.extents().indexOf(extent)))
                .toArray();
        Formula formula = rows.formula().with(extents, other.numbers());
        return new SweepSchedule(
                new RowLabels(formula, rows.axes(), rows.groups()), schedule.sweeps(), schedule.scalars());
    }
}
