package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowLabels;
import org.losses4j.engine.internal.plan.RowWalks;
import org.losses4j.engine.internal.plan.Sweep;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/**
 * Ninth and last pass: writes the loops of one sweep as bytecode. Where vectors run along an axis, the loop takes one row at a
 * time; an axis shorter than a vector is computed element by element. Where vectors run across rows, one kernel computes a
 * vector of rows at a time, and another one the rows that are left.
 */
final class KernelWriter {
    private static final int UNIFORMS = 4;
    private static final int TOTALS = 5;
    private static final int FROM = 6;
    private static final int TO = 7;
    private static final int PARAMETERS = 8;

    private final RowLabels rows;
    private final Sweep sweep;
    private final RowWalks rowWalks;
    private final List<Term> uniforms;
    private final KernelContext context;
    private final WalkWriter walks;
    private final PartWriter parts;
    private final boolean inParts;
    private final MemoryPlan memoryPlan;
    private final MethodBody body;
    private final MethodVisitor to;
    private final Map<Term, IntSupplier> known = new HashMap<>();
    private final Map<Term, Integer> totals = new LinkedHashMap<>();
    private final Map<Term, Reducer> laneTotals = new LinkedHashMap<>();

    /**
     * A writer of one kernel.
     *
     * @param inParts whether parts of the kernel become methods of their own
     */
    KernelWriter(SweepPlan plan, KernelMethods methods, Precision precision, KernelForm form, boolean inParts) {
        this.inParts = inParts || KernelContext.isGrouped(plan, form);
        this.rows = plan.rows();
        this.sweep = plan.sweep();
        this.rowWalks = plan.rowWalks();
        this.uniforms = plan.uniforms();
        this.to = methods.start("run", "([Ljava/lang/Object;[I[I[D[DII)V");
        this.body = new MethodBody(to, PARAMETERS, KernelContext.invariants(plan));
        this.context = new KernelContext(plan, body, precision, form);
        this.memoryPlan = context.memoryPlan;
        this.walks = new WalkWriter(rowWalks, context);
        this.parts = new PartWriter(plan, context, methods, known);
    }

    /** Writes all methods. */
    void write() {
        prologue();
        int row = from();
        if (context.isGrouped()) {
            context.group.loop(row, TO, () -> row(row));
        } else {
            body.loop(row, () -> body.load(TO), context.rowCode.lanes(), () -> row(row));
        }
        epilogue();
        to.visitInsn(RETURN);
        if (inParts) {
            parts.callParts();
        }
    }

    /** The array of constants that the kernel reads; complete once the method is written. */
    Object pool() {
        return context.pool.numbers();
    }

    private int from() {
        body.load(FROM);
        return body.integerFromStack();
    }

    private void prologue() {
        List<Integer> slots = IntStream.range(0, context.arrays.length).boxed().toList();
        context.start(slots, context.groups(), FROM);
        // In calls of no rows, which a warm-up makes, HotSpot shall not count loops that do not run: it would not
        // unroll them. It shall count what precedes them: it would not take apart the views of byte buffers.
        body.load(FROM);
        body.load(TO);
        body.returnUnless(IF_ICMPLT);
        for (int i = 0; i < uniforms.size(); i++) {
            to.visitVarInsn(ALOAD, UNIFORMS);
            body.integer(i);
            to.visitInsn(DALOAD);
            known.put(uniforms.get(i), context.spread(uniforms.get(i), context.rowCode, narrowed()));
        }
        if (context.form != KernelForm.SCALAR) {
            to.visitInsn(ICONST_0);
            to.visitVarInsn(ISTORE, context.lane);
        }
        for (Term total : sweep.totals()) {
            if (context.rowCode == context.scalar || context.isGrouped()) {
                to.visitInsn(DCONST_0);
                totals.put(total, wideResult());
            } else {
                laneTotals.put(
                        total,
                        context.sum(context.rowCode, KernelSizes.sumParts(memoryPlan, context.scalar.precision())));
            }
        }
    }

    /** Writes the code that moves the float64 on the stack into a scalar variable of the program's precision. */
    private int narrowed() {
        if (context.scalar.precision() == Precision.FLOAT64) {
            return wideResult();
        }
        to.visitInsn(D2F);
        int local = body.local(1);
        to.visitVarInsn(FSTORE, local);
        return local;
    }

    private int wideResult() {
        int local = body.local(2);
        to.visitVarInsn(DSTORE, local);
        return local;
    }

    private void row(int row) {
        body.forgetConstants();
        TermEmitter emitter =
                new TermEmitter(body, context.rowCode, known, context::load, context.fence(context.rowCode));
        for (RowWalks.Walk walk : rowWalks.walks()) {
            compute(rowWalks.brought(walk), emitter, row);
            if (inParts && context.form == KernelForm.VECTORS) {
                parts.walk(walk, emitter, row);
            } else {
                walks.write(walk, emitter);
            }
            compute(patches(walk), emitter, row);
            walks.patch(walk, emitter);
        }
        compute(results(), emitter, row);
        for (Formula.Result store : sweep.stores()) {
            if ((store.target().labelSet() & rows.axes()) == 0) {
                context.store(store.target(), emitter.number(store.term()));
            }
        }
        totals.forEach((total, sum) -> addTotal(sum, emitter.number(total.operand(0))));
        laneTotals.forEach((total, sum) -> sum.add(emitter.number(total.operand(0))));
        context.group.moveOn();
        if (memoryPlan.acrossRows() && context.form == KernelForm.LANE_BY_LANE) {
            context.moveLane(1);
        }
        body.forgetConstants();
    }

    private void compute(Collection<Term> terms, TermEmitter emitter, int row) {
        if (inParts) {
            parts.terms(terms, emitter, row);
        }
    }

    private static List<Term> patches(RowWalks.Walk walk) {
        return walk.stores().stream()
                .map(Formula.Result::patch)
                .filter(Objects::nonNull)
                .flatMap(patch -> Stream.of(patch.index(), patch.term()))
                .toList();
    }

    /** The terms that rows store or add to totals. */
    private List<Term> results() {
        return Stream.concat(
                        sweep.stores().stream()
                                .filter(store -> (store.target().labelSet() & rows.axes()) == 0)
                                .map(Formula.Result::term),
                        sweep.totals().stream().map(total -> total.operand(0)))
                .toList();
    }

    private void addTotal(int sum, int value) {
        if (context.isGrouped()) {
            context.lanes.write(context.rowCode, 0, value);
            context.group.each(row -> addNumber(sum, context.lanes.read(0, row)));
        } else {
            addNumber(sum, value);
        }
    }

    private void addNumber(int sum, int value) {
        to.visitVarInsn(DLOAD, sum);
        pushWide(value);
        to.visitInsn(DADD);
        to.visitVarInsn(DSTORE, sum);
    }

    private void pushWide(int value) {
        if (context.scalar.precision() == Precision.FLOAT64) {
            to.visitVarInsn(DLOAD, value);
        } else {
            to.visitVarInsn(FLOAD, value);
            to.visitInsn(F2D);
        }
    }

    private void epilogue() {
        int index = 0;
        for (Term total : sweep.totals()) {
            Reducer vector = laneTotals.get(total);
            int sum = vector == null ? -1 : vector.folded(context.lanes);
            to.visitVarInsn(ALOAD, TOTALS);
            body.integer(index++);
            to.visitInsn(DUP2);
            to.visitInsn(DALOAD);
            if (vector == null) {
                to.visitVarInsn(DLOAD, totals.getOrDefault(total, 0));
            } else {
                pushWide(sum);
            }
            to.visitInsn(DADD);
            to.visitInsn(DASTORE);
        }
    }
}
