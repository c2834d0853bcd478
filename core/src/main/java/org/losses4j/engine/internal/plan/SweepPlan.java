package org.losses4j.engine.internal.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.memory.Layout;

/**
 * The plan of one sweep: its walks, its memory, and the numbers that it is given.
 *
 * @param uniforms the numbers that a kernel is given before it starts
 */
public record SweepPlan(RowLabels rows, Sweep sweep, RowWalks rowWalks, MemoryPlan memoryPlan, List<Term> uniforms) {

    /**
     * Plans a sweep.
     *
     * @param most the number of lanes of the processor's vectors; 1 for a plan without vectors
     */
    public static SweepPlan of(RowLabels rows, Sweep sweep, Function<Access.Memory, Layout> layouts, int most) {
        RowWalks rowWalks = RowWalks.of(rows, sweep);
        Set<Term> uniforms = new LinkedHashSet<>();
        sweep.roots().forEach(root -> addUniform(rows, root, uniforms));
        for (Term term : RowWalks.needed(rows, sweep.roots())) {
            term.operands().forEach(operand -> addUniform(rows, operand, uniforms));
        }
        int lanes = VectorWidth.of(rows, rowWalks, most);
        return new SweepPlan(
                rows, sweep, rowWalks, MemoryPlan.of(rows, sweep, rowWalks, layouts, lanes), List.copyOf(uniforms));
    }

    /** The plan for the same sweep of a formula with other extents. */
    public SweepPlan with(RowLabels others, Function<Access.Memory, Layout> layouts, int most) {
        int lanes = VectorWidth.of(others, rowWalks, most);
        return new SweepPlan(
                others, sweep, rowWalks, memoryPlan.with(others, sweep, rowWalks, layouts, lanes), uniforms);
    }

    private static void addUniform(RowLabels rows, Term term, Set<Term> uniforms) {
        boolean written = term.op() instanceof TermOp.Constant && !term.isParameter();
        if (!written && SweepSchedule.isUniform(rows, term)) {
            uniforms.add(term);
        }
    }

    /** Prints the slots, the walks with their terms, and the sums. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("for rows ")
                .append(LabelSet.letters(sweep.rows()))
                .append(
                        memoryPlan.lanes() == 1
                                ? ", element by element"
                                : memoryPlan.acrossRows() ? ", vectors across rows" : ", vectors along the axis")
                .append(", blocks of ")
                .append(memoryPlan.block())
                .append('\n');
        memoryPlan.slots().forEach(slot -> text.append("  ").append(slot).append('\n'));
        uniforms.forEach(term -> text.append("  given ").append(term).append('\n'));
        for (RowWalks.Walk walk : rowWalks.walks()) {
            text.append("  walk ").append(LabelSet.letters(walk.group())).append('\n');
            walk.finds()
                    .forEach(term ->
                            text.append("    find t").append(term.number()).append('\n'));
            walk.keeps()
                    .forEach(term ->
                            text.append("    keep t").append(term.number()).append('\n'));
            walk.reductions().forEach(term -> text.append("    ").append(term).append('\n'));
            walk.stores().forEach(store -> text.append("    ").append(store).append('\n'));
        }
        sweep.stores().stream()
                .filter(store -> (store.target().labelSet() & rows.axes()) == 0)
                .forEach(store -> text.append("  ").append(store).append('\n'));
        sweep.totals().forEach(total -> text.append("  ").append(total).append('\n'));
        text.append("  where\n");
        RowWalks.needed(rows, sweep.roots())
                .forEach(term -> text.append("    ").append(term).append('\n'));
        return text.toString();
    }
}
