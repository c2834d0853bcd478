package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.Body;
import org.losses4j.engine.internal.codegen.lane.Code;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Kind;
import org.losses4j.engine.internal.ir.Kind.Fold;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.Geometry;
import org.losses4j.engine.internal.plan.Stages;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes the walks along the axes of one row, or of a vector of rows: by vectors along the axis, lane by lane as they would go,
 * or an element at a time.
 */
final class WalkWriter {
    private final Stages stages;
    private final Frame frame;
    private final Geometry geometry;
    private final Body body;
    private final MethodVisitor to;
    private final int width;

    WalkWriter(Stages stages, Frame frame) {
        this.stages = stages;
        this.frame = frame;
        this.geometry = frame.geometry;
        this.body = frame.body;
        this.to = body.instructions();
        this.width = frame.width;
    }

    /** Writes one walk, and tells the row what it reduces. */
    void write(Stages.Walk walk, Scope row) {
        Map<Term, Integer> known = new HashMap<>();
        for (Term term : stages.brought(walk)) {
            known.put(term, row.number(term));
        }
        Map<Term, IntSupplier> same = new HashMap<>();
        known.forEach((term, variable) -> same.put(term, () -> variable));
        int length = geometry.length(walk.group());
        if (geometry.acrossRows() || frame.form == Form.SCALAR || length < width) {
            Code code = geometry.acrossRows() ? frame.rowCode : frame.scalar;
            Map<Term, Accumulator> results = new LinkedHashMap<>();
            walk.reductions().forEach(term -> results.put(term, new Accumulator(code, fold(term), length)));
            int counter = zero();
            body.loop(
                    counter, () -> body.integer(length), 1, () -> step(walk, code, same, new Place(counter), results));
            results.forEach((term, accumulator) -> row.define(term, accumulator.result()));
        } else {
            Map<Term, Reducer> results = new LinkedHashMap<>();
            if (frame.form == Form.LANE_BY_LANE) {
                laneByLane(walk, same, length, results);
            } else {
                vectors(walk, known, length, results);
            }
            results.forEach((term, lanesOfIt) -> {
                int start = frame.scalar.constant(fold(term).start());
                row.define(term, lanesOfIt.folded(frame.lanes, start));
            });
        }
        for (Formula.Result store : walk.stores()) {
            Formula.Patch patch = store.patch();
            if (patch != null) {
                int index = row.number(patch.index());
                frame.indexed.store(geometry.number(store.target()), index, row.number(patch.term()));
            }
        }
    }

    private int zero() {
        to.visitInsn(ICONST_0);
        return body.integerFromStack();
    }

    /** A walk an element at a time, with the sums of vectors. */
    private void laneByLane(Stages.Walk walk, Map<Term, IntSupplier> same, int length, Map<Term, Reducer> results) {
        int steps = (length + width - 1) / width;
        walk.reductions()
                .forEach(term -> results.put(
                        term,
                        fold(term) == Fold.SUM
                                ? frame.sum(frame.axisCode, steps)
                                : new Accumulator(frame.axisCode, fold(term), steps)));
        int counter = zero();
        body.loop(counter, () -> body.integer(length), 1, () -> {
            body.load(counter);
            to.visitVarInsn(ISTORE, frame.lane);
            if (length % width != 0) {
                alignWithTheEnd(counter, length);
            }
            frame.moveLane(0);
            step(walk, frame.axisCode, same, new Place(counter), results);
        });
    }

    /** Moves the lanes of the last vector, which ends where the row does. */
    private void alignWithTheEnd(int counter, int length) {
        Label before = new Label();
        body.load(counter);
        body.integer(length - length % width);
        to.visitJumpInsn(IF_ICMPLT, before);
        frame.moveLane(width - length % width);
        to.visitLabel(before);
    }

    /** A walk by whole vectors; where they do not fill the row, the last one overlaps with the one before. */
    private void vectors(Stages.Walk walk, Map<Term, Integer> known, int length, Map<Term, Reducer> results) {
        Map<Term, IntSupplier> spread = new HashMap<>();
        known.forEach((term, variable) -> spread.put(term, frame.spread(term, frame.axisCode, variable)));
        int steps = (length + width - 1) / width;
        walk.reductions().forEach(term -> results.put(term, new Accumulator(frame.axisCode, fold(term), steps)));
        int counter = zero();
        boolean isShort = Stages.fitsRegisters(stages.computed(walk));
        boolean lastApart = length % width != 0 && isShort && frame.form == Form.VECTORS_AND_TAILS;
        Runnable step = () -> {
            boolean whole = length % width == 0 || lastApart;
            Place place = whole ? new Place(counter) : overlapping(counter, length - width);
            step(walk, frame.axisCode, spread, place, results);
        };
        int end = lastApart ? length - length % width : steps * width;
        if (frame.isLong && isShort) {
            body.loopBehindConstants(counter, () -> body.integer(end), width, step);
        } else {
            body.loop(counter, () -> body.integer(end), width, step);
        }
        if (lastApart) {
            step(walk, frame.axisCode, spread, overlapping(counter, length - width), results);
        }
    }

    private Place overlapping(int counter, int last) {
        body.load(counter);
        body.integer(last);
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
     * Where a step of a walk is.
     *
     * @param counter the variable of the position
     * @param fresh the variable of a place in the pool's masks, by which elements that an earlier step has seen are left out
     *     of sums; −1 if there are none
     */
    private record Place(int counter, int fresh) {
        Place(int counter) {
            this(counter, -1);
        }
    }

    private static Fold fold(Term term) {
        return ((Kind.Reduction) term.kind()).fold();
    }

    private void step(
            Stages.Walk walk,
            Code code,
            Map<Term, IntSupplier> known,
            Place place,
            Map<Term, ? extends Reducer> results) {
        body.forgetConstants();
        int counter = place.counter();
        Scope scope = new Scope(body, code, known, (term, index) -> loadAlong(term, code, counter), frame.fence(code));
        walk.finds().forEach(term -> scope.define(term, code.load(kept(term), place(term, counter), false)));
        walk.keeps().forEach(term -> code.store(kept(term), place(term, counter), scope.number(term)));
        int mask = place.fresh() < 0 || results.isEmpty() ? -1 : code.bits(frame.pool.mask(code, place.fresh()));
        results.forEach((term, result) -> {
            int element = scope.number(term.operand(0));
            boolean all = mask < 0 || fold(term) == Fold.MAX;
            result.add(all ? element : code.number(code.andBits(code.bits(element), mask)));
        });
        for (Formula.Result store : walk.stores()) {
            frame.memory.store(
                    code, geometry.number(store.target()), place(store.target(), counter), scope.number(store.term()));
        }
        body.forgetConstants();
    }

    private int kept(Term term) {
        return frame.arrays[geometry.number(term)];
    }

    private int loadAlong(Term term, Code code, int counter) {
        if (term.kind() instanceof Kind.Index) {
            return code.position(counter, !geometry.acrossRows() && code.lanes() > 1);
        }
        Access access = ((Kind.Load) term.kind()).access();
        int slot = geometry.number(access);
        return frame.memory.load(code, slot, place(access, counter), geometry.acrossRows() && frame.isRepeated(slot));
    }

    private int place(Object accessOrTerm, int counter) {
        int slot = geometry.number(accessOrTerm);
        int stride = geometry.slots().get(slot).kernelAxis();
        body.load(frame.offsets[slot]);
        body.load(counter);
        if (stride != 1) {
            body.integer(stride);
            to.visitInsn(IMUL);
        }
        to.visitInsn(IADD);
        return body.integerFromStack();
    }
}
