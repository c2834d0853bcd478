package org.losses4j.engine.internal.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.losses4j.engine.internal.ir.Formula;
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
 * @param text a line for each decision
 */
public record KernelStructure(String text) {

    /** The structure of a sweep whose kernel has vectors of {@code lanes}, or is scalar because there are too few rows for one. */
    public static KernelStructure of(SweepPlan plan, Precision precision, int lanes, boolean fewRows) {
        return new KernelStructure(new Writer(plan, lanes).text(precision, fewRows));
    }

    private static final class Writer {
        private final SweepPlan plan;
        private final MemoryPlan memory;
        private final int lanes;
        private final Map<Term, Integer> numbers = new HashMap<>();
        private final StringBuilder text = new StringBuilder();

        Writer(SweepPlan plan, int lanes) {
            this.plan = plan;
            this.memory = plan.memoryPlan();
            this.lanes = lanes;
        }

        String text(Precision precision, boolean fewRows) {
            text.append(precision).append(' ').append(lanes).append(fewRows ? " few rows" : "");
            text.append(memory.acrossRows() ? " across rows" : " along axes");
            text.append(KernelSizes.isLong(memory, lanes) ? " long\n" : "\n");
            memory.slots().forEach(this::write);
            plan.uniforms().forEach(this::given);
            RowWalks.needed(plan.rows(), plan.sweep().roots()).forEach(this::write);
            plan.rowWalks().walks().forEach(this::write);
            plan.sweep().stores().stream()
                    .filter(store -> (store.target().labelSet() & plan.rows().axes()) == 0)
                    .forEach(this::write);
            plan.sweep().totals().forEach(total -> line("total " + number(total.operand(0))));
            return text.toString();
        }

        private void write(Slot slot) {
            line((slot.access() == null ? "buffer" : slot.bytes() ? "bytes" : "array")
                    + stride(slot, slot.kernelRow())
                    + stride(slot, slot.kernelAxis()));
        }

        private static String stride(Slot slot, int stride) {
            return KernelSizes.isWritten(slot, stride) ? " " + stride : " n";
        }

        private void given(Term uniform) {
            numbers.put(uniform, numbers.size());
            line("given" + (uniform.isLimit() ? " limit" : ""));
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
            boolean scalar = KernelSizes.isBelowAVector(memory, walk.group(), lanes);
            int accumulators = memory.acrossRows() || scalar ? 1 : lanes;
            line("walk " + KernelSizes.groups(plan).indexOf(walk.group()) + (scalar ? " short" : "")
                    + (KernelSizes.isLong(memory, walk, accumulators) ? " long" : ""));
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
