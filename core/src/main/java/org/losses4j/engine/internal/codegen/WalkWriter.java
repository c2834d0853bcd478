package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.internal.plan.RowWalks;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes the walks along the axes of one row, or of a vector of rows: by vectors along the axis, lane by lane in the order of
 * vectors, or an element at a time.
 */
final class WalkWriter {
    private final RowWalks rowWalks;
    private final KernelContext context;
    private final MemoryPlan memoryPlan;
    private final MethodBody body;
    private final MethodVisitor to;
    private final int width;

    WalkWriter(RowWalks rowWalks, KernelContext context) {
        this.rowWalks = rowWalks;
        this.context = context;
        this.memoryPlan = context.memoryPlan;
        this.body = context.body;
        this.to = body.instructions();
        this.width = context.width;
    }

    /** Writes one walk, and defines in {@code row} the terms that it reduces. */
    void write(RowWalks.Walk walk, TermEmitter row) {
        Map<Term, IntSupplier> known = new LinkedHashMap<>();
        for (Term term : rowWalks.brought(walk)) {
            known.put(term, context.held(context.rowCode, row.number(term)));
        }
        if (isAlongVectors(walk)) {
            laneByLane(walk, known).forEach((term, sum) -> row.define(term, sum.folded(context.lanes)));
        } else {
            byElement(walk, known).forEach((term, result) -> row.define(term, result.result()));
        }
    }

    /** Whether vectors, or lanes in their order, run along the axis. */
    boolean isAlongVectors(RowWalks.Walk walk) {
        return context.form != KernelForm.SCALAR
                && !memoryPlan.acrossRows()
                && !KernelSizes.isBelowAVector(memoryPlan, walk.group());
    }

    /** The arithmetic of a walk's elements. */
    LaneCode code(RowWalks.Walk walk) {
        return isAlongVectors(walk) ? context.axisCode : memoryPlan.acrossRows() ? context.rowCode : context.scalar;
    }

    /** Writes the code that replaces the one element of each result that is not as the others. */
    void patch(RowWalks.Walk walk, TermEmitter row) {
        for (Formula.Result store : walk.stores()) {
            Formula.Patch patch = store.patch();
            if (patch != null) {
                int index = row.number(patch.index());
                context.rowElements.store(memoryPlan.number(store.target()), index, row.number(patch.term()));
            }
        }
    }

    /** Writes a walk that computes one element at a time, of one row or of a vector of rows. */
    Map<Term, Accumulator> byElement(RowWalks.Walk walk, Map<Term, IntSupplier> known) {
        LaneCode code = code(walk);
        Map<Term, Accumulator> results = new LinkedHashMap<>();
        int parts = KernelSizes.sumParts(memoryPlan, context.scalar.precision(), walk, 1);
        walk.reductions().forEach(term -> results.put(term, new Accumulator(code, fold(term), parts)));
        int counter = zero();
        body.loop(
                counter, () -> context.pushLength(walk), 1, () -> step(walk, code, known, new Place(counter), results));
        return results;
    }

    private int zero() {
        to.visitInsn(ICONST_0);
        return body.integerFromStack();
    }

    /** Writes a walk that computes one element at a time, and sums each lane by itself, as vectors would. */
    private Map<Term, Reducer> laneByLane(RowWalks.Walk walk, Map<Term, IntSupplier> known) {
        Map<Term, Reducer> results = new LinkedHashMap<>();
        int parts = KernelSizes.sumParts(memoryPlan, context.scalar.precision(), walk, width);
        int whole = whole(walk);
        walk.reductions()
                .forEach(term -> results.put(
                        term,
                        fold(term) == Fold.SUM
                                ? context.sum(context.axisCode, parts)
                                : new Accumulator(context.axisCode, fold(term), parts)));
        int counter = zero();
        body.loop(counter, () -> context.pushLength(walk), 1, () -> {
            body.load(counter);
            to.visitVarInsn(ISTORE, context.lane);
            alignWithTheEnd(walk, counter, whole);
            context.moveLane(0);
            step(walk, context.axisCode, known, new Place(counter), results);
        });
        return results;
    }

    /** A new variable: the length of a walk without what is beyond whole vectors. */
    private int whole(RowWalks.Walk walk) {
        context.pushLength(walk);
        body.integer(-width);
        to.visitInsn(IAND);
        return body.integerFromStack();
    }

    /** Writes the code that moves the lanes for the last vector, whose last lane is the last element of the row. */
    private void alignWithTheEnd(RowWalks.Walk walk, int counter, int whole) {
        Label before = new Label();
        body.load(counter);
        body.load(whole);
        to.visitJumpInsn(IF_ICMPLT, before);
        body.load(counter);
        context.pushLength(walk);
        to.visitInsn(ISUB);
        to.visitVarInsn(ISTORE, context.lane);
        to.visitLabel(before);
    }

    /**
     * Writes a walk by whole vectors, the last of which ends where the row does, and may overlap with the one before. No jump
     * depends on whether it does, because HotSpot compiles code only for the rows that it has seen.
     */
    Map<Term, Accumulator> vectors(RowWalks.Walk walk, Map<Term, IntSupplier> known) {
        Map<Term, Accumulator> results = new LinkedHashMap<>();
        int parts = KernelSizes.sumParts(memoryPlan, context.scalar.precision(), walk, width);
        walk.reductions().forEach(term -> results.put(term, new Accumulator(context.axisCode, fold(term), parts)));
        // Behind a short loop stands a step of its own for the last vector: faster, but twice the code.
        boolean lastApart = RowWalks.fitsRegisters(rowWalks.computed(walk));
        int last = last(walk);
        int counter = zero();
        Runnable step = () -> {
            Place place = lastApart ? new Place(counter) : overlapping(counter, last);
            step(walk, context.axisCode, known, place, results);
        };
        // Of a counter that moves on by the width, so that the loop runs to the last vector, or to where it starts.
        Runnable end = () -> {
            body.load(last);
            body.integer(lastApart ? width - 1 : 2 * width - 1);
            to.visitInsn(IADD);
        };
        Runnable lastStep = () -> {
            if (lastApart) {
                step(walk, context.axisCode, known, overlapping(counter, last), results);
            }
        };
        if (context.isLong && lastApart) {
            body.loopBehindConstants(counter, end, width, step, lastStep);
        } else {
            body.loop(counter, end, width, step);
            lastStep.run();
        }
        return results;
    }

    /** A new variable: where the last vector of a walk is. */
    private int last(RowWalks.Walk walk) {
        context.pushLength(walk);
        body.integer(width);
        to.visitInsn(ISUB);
        return body.integerFromStack();
    }

    private Place overlapping(int counter, int last) {
        body.load(counter);
        body.load(last);
        to.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
        int at = body.integerFromStack();
        body.load(at);
        body.load(counter);
        to.visitInsn(ISUB);
        body.integer(width);
        to.visitInsn(IADD);
        return new Place(at, body.integerFromStack());
    }

    /**
     * The position of one step of a walk.
     *
     * @param counter the variable that holds the position of the first element
     * @param fresh the variable that holds where in the pool a mask begins; the mask leaves elements that an earlier step has
     *     computed out of sums. −1 if no step has
     */
    private record Place(int counter, int fresh) {
        Place(int counter) {
            this(counter, -1);
        }
    }

    static Fold fold(Term term) {
        return ((TermOp.Reduction) term.op()).fold();
    }

    private void step(
            RowWalks.Walk walk,
            LaneCode code,
            Map<Term, IntSupplier> known,
            Place place,
            Map<Term, ? extends Reducer> results) {
        body.forgetConstants();
        int counter = place.counter();
        TermEmitter emitter = new TermEmitter(
                body, code, known, (term, index) -> loadAlong(term, code, counter), context.fence(code));
        walk.finds().forEach(term -> emitter.define(term, code.load(kept(term), place(term, counter), false)));
        walk.keeps().forEach(term -> code.store(kept(term), place(term, counter), emitter.number(term)));
        boolean hasSums = walk.reductions().stream().anyMatch(term -> fold(term) == Fold.SUM);
        int mask = place.fresh() < 0 || !hasSums ? -1 : context.pool.mask(code, place.fresh());
        results.forEach((term, result) -> {
            int element = emitter.number(term.operand(0));
            boolean all = mask < 0 || fold(term) == Fold.MAX;
            result.add(all ? element : code.select(mask, element, code.constant(0)));
        });
        for (Formula.Result store : walk.stores()) {
            context.memory.store(
                    code,
                    memoryPlan.number(store.target()),
                    place(store.target(), counter),
                    emitter.number(store.term()));
        }
        body.forgetConstants();
    }

    private int kept(Term term) {
        return context.arrays[memoryPlan.number(term)];
    }

    private int loadAlong(Term term, LaneCode code, int counter) {
        if (term.op() instanceof TermOp.Index) {
            return code.position(counter, !memoryPlan.acrossRows() && code.lanes() > 1);
        }
        Access access = ((TermOp.Load) term.op()).access();
        int slot = memoryPlan.number(access);
        return context.memory.load(
                code, slot, place(access, counter), memoryPlan.acrossRows() && context.isRepeated(slot));
    }

    private int place(Object accessOrTerm, int counter) {
        int slot = memoryPlan.number(accessOrTerm);
        body.load(context.offsets[slot]);
        body.load(counter);
        context.timesAxis(slot);
        to.visitInsn(IADD);
        return body.integerFromStack();
    }
}
