package org.losses4j.engine.internal.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.SignAnalysis;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;

/**
 * All of a sweep that its kernel's code depends on: terms, walks and kinds of memory, without extents, strides and numbers that
 * follow from extents. Sweeps of equal structure share a kernel, which is given what they differ in.
 *
 * @param sweep a line for each term, walk and store
 * @param memory a line for each tensor or buffer, and for each walk
 */
public record KernelStructure(String sweep, String memory) {

    /** The structure of a sweep whose kernel has vectors, or is scalar because there are too few rows for one. */
    public static KernelStructure of(SweepPlan plan, Precision precision, boolean fewRows) {
        return new KernelStructure(new Writer(plan).text(), memory(plan, precision, fewRows));
    }

    /** The structure of the same sweep for other extents, as {@link #of} gives it. */
    public KernelStructure with(SweepPlan plan, Precision precision, boolean fewRows) {
        return new KernelStructure(sweep, memory(plan, precision, fewRows));
    }

    private static String memory(SweepPlan plan, Precision precision, boolean fewRows) {
        MemoryPlan memory = plan.memoryPlan();
        int lanes = memory.lanes();
        StringBuilder text = new StringBuilder();
        text.append(precision).append(' ').append(lanes).append(fewRows ? " few rows" : "");
        text.append(memory.acrossRows() ? " across rows" : " along axes");
        text.append(' ').append(KernelSizes.sumParts(memory, precision)).append('\n');
        for (Slot slot : memory.slots()) {
            text.append(slot.access() == null ? "buffer" : slot.bytes() ? "bytes" : "array")
                    .append(stride(slot, slot.kernelRow()))
                    .append(stride(slot, slot.kernelAxis()))
                    .append('\n');
        }
        for (RowWalks.Walk walk : plan.rowWalks().walks()) {
            boolean scalar = KernelSizes.isBelowAVector(memory, walk.group());
            int accumulators = memory.acrossRows() || scalar ? 1 : lanes;
            text.append(scalar ? "below a vector " : "walk ")
                    .append(KernelSizes.sumParts(memory, precision, walk, accumulators))
                    .append('\n');
        }
        return text.toString();
    }

    private static String stride(Slot slot, int stride) {
        return KernelSizes.isWritten(slot, stride) ? " " + stride : " n";
    }

    private static final class Writer {
        private final SweepPlan plan;
        private final MemoryPlan memory;
        private final Map<Term, Integer> numbers = new HashMap<>();
        private final StringBuilder text = new StringBuilder();

        Writer(SweepPlan plan) {
            this.plan = plan;
            this.memory = plan.memoryPlan();
        }

        String text() {
            plan.uniforms().forEach(this::given);
            RowWalks.needed(plan.rows(), plan.sweep().roots()).forEach(this::write);
            plan.rowWalks().walks().forEach(this::write);
            plan.sweep().stores().stream()
                    .filter(store -> (store.target().labelSet() & plan.rows().axes()) == 0)
                    .forEach(this::write);
            plan.sweep().totals().forEach(total -> line("total " + number(total.operand(0))));
            return text.toString();
        }

        private void given(Term uniform) {
            numbers.put(uniform, numbers.size());
            line("given" + (uniform.isLimit() ? " limit" : "")
                    + (SignAnalysis.isNeverNegative(uniform) ? " not negative" : ""));
        }

        private void write(Term term) {
            text.append(operation(term)).append(term.labels() & plan.rows().axes());
            for (Term operand : term.operands()) {
                text.append(' ').append(number(operand));
            }
            numbers.put(term, numbers.size());
            text.append('\n');
        }

        private String operation(Term term) {
            TermOp op = term.op();
            if (op instanceof TermOp.Load load) {
                return "load " + memory.number(load.access()) + " ";
            }
            if (op instanceof TermOp.Pick pick) {
                return "pick " + memory.number(pick.access()) + " ";
            }
            if (op instanceof TermOp.Reduction reduction) {
                return reduction.fold() + " " + reduction.over() + " ";
            }
            if (op instanceof TermOp.Binary binary) {
                return binary.op().name() + " ";
            }
            if (op instanceof TermOp.Unary unary) {
                return unary.op().name() + " ";
            }
            if (op instanceof TermOp.Power power) {
                return "power " + power.exponent() + " ";
            }
            return op.getClass().getSimpleName() + " ";
        }

        private void write(RowWalks.Walk walk) {
            line("walk " + KernelSizes.groups(plan).indexOf(walk.group()));
            walk.finds().forEach(term -> line("find " + kept(term)));
            walk.keeps().forEach(term -> line("keep " + kept(term)));
            walk.reductions().forEach(term -> line("reduce " + number(term)));
            walk.stores().forEach(this::write);
        }

        private String kept(Term term) {
            return number(term) + " in " + memory.number(term);
        }

        private void write(Formula.Result store) {
            Formula.Patch patch = store.patch();
            line("store " + number(store.term()) + " to " + memory.number(store.target())
                    + (patch == null ? "" : ", " + number(patch.term()) + " at " + number(patch.index())));
        }

        /** What an operand is called: by its place, or its value if that is written into the code. */
        private String number(Term term) {
            return term.op() instanceof TermOp.Constant constant && !term.isParameter()
                    ? "=" + constant.value()
                    : String.valueOf(Objects.requireNonNull(numbers.get(term), term::toString));
        }

        private void line(String line) {
            text.append(line).append('\n');
        }
    }
}
