package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.Body;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Kind;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.Geometry;
import org.losses4j.engine.internal.plan.Nest;
import org.losses4j.engine.internal.plan.NestPlan;
import org.losses4j.engine.internal.plan.Rows;
import org.losses4j.engine.internal.plan.Stages;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/**
 * Last pass: writes the loops of one nest. Where vectors run along an axis, rows are taken one at a time and what is left of
 * an axis an element at a time; where they run across rows, one kernel takes rows by the vector and another the rest.
 */
final class KernelWriter {
    private static final int ARRAYS = 1;
    private static final int OFFSETS = 2;
    private static final int UNIFORMS = 3;
    private static final int TOTALS = 4;
    private static final int FROM = 5;
    private static final int TO = 6;
    private static final int PARAMETERS = 7;

    private final Rows rows;
    private final Nest nest;
    private final Stages stages;
    private final List<Term> uniforms;
    private final Frame frame;
    private final WalkWriter walks;
    private final Geometry geometry;
    private final Body body;
    private final MethodVisitor to;
    private final Map<Term, IntSupplier> uniformVariables = new HashMap<>();
    private final Map<Term, Integer> totals = new LinkedHashMap<>();
    private final Map<Term, Reducer> laneTotals = new LinkedHashMap<>();

    /**
     * A kernel to be written.
     *
     * @param width how many lanes vectors have, be they across rows or along the axis, as the geometry says
     */
    KernelWriter(NestPlan plan, MethodVisitor to, Precision precision, int width, Form form) {
        this.rows = plan.rows();
        this.nest = plan.nest();
        this.stages = plan.stages();
        this.uniforms = plan.uniforms();
        this.to = to;
        this.body = new Body(to, PARAMETERS);
        this.frame = new Frame(plan, body, precision, width, form);
        this.geometry = frame.geometry;
        this.walks = new WalkWriter(stages, frame);
    }

    /** Writes the whole method. */
    void write() {
        prologue();
        int row = from();
        body.loop(row, () -> body.load(TO), frame.rowCode.lanes(), this::row);
        epilogue();
        to.visitInsn(RETURN);
    }

    /** The array of constants that the kernel wants. */
    Object pool() {
        return frame.pool.numbers();
    }

    private int from() {
        body.load(FROM);
        return body.integerFromStack();
    }

    private void prologue() {
        String array = frame.scalar.precision() == Precision.FLOAT64 ? "[D" : "[F";
        frame.pool.load(array, KernelClass.NAME, KernelClass.POOL);
        for (int i = 0; i < frame.arrays.length; i++) {
            to.visitVarInsn(ALOAD, ARRAYS);
            body.integer(i);
            to.visitInsn(AALOAD);
            to.visitTypeInsn(CHECKCAST, frame.memory.type(i, array));
            frame.arrays[i] = body.local(1);
            to.visitVarInsn(ASTORE, frame.arrays[i]);
            to.visitVarInsn(ALOAD, OFFSETS);
            body.integer(i);
            to.visitInsn(IALOAD);
            body.load(FROM);
            body.integer(geometry.slots().get(i).kernelRow());
            to.visitInsn(IMUL);
            to.visitInsn(IADD);
            frame.offsets[i] = body.integerFromStack();
        }
        for (int i = 0; i < uniforms.size(); i++) {
            to.visitVarInsn(ALOAD, UNIFORMS);
            body.integer(i);
            to.visitInsn(DALOAD);
            uniformVariables.put(uniforms.get(i), frame.spread(uniforms.get(i), frame.rowCode, narrowed()));
        }
        if (frame.form != Form.SCALAR) {
            frame.lanes.allocate();
            to.visitInsn(ICONST_0);
            to.visitVarInsn(ISTORE, frame.lane);
        }
        for (Term total : nest.totals()) {
            if (frame.rowCode == frame.scalar) {
                to.visitInsn(DCONST_0);
                totals.put(total, wideResult());
            } else {
                laneTotals.put(total, frame.sum(frame.rowCode, geometry.block() / frame.width));
            }
        }
    }

    /** A scalar variable of the program's precision from the float64 on the stack. */
    private int narrowed() {
        if (frame.scalar.precision() == Precision.FLOAT64) {
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

    private void row() {
        body.forgetConstants();
        Scope scope = new Scope(body, frame.rowCode, uniformVariables, this::load, frame.fence(frame.rowCode));
        for (Stages.Walk walk : stages.walks()) {
            walks.write(walk, scope);
        }
        for (Formula.Result store : nest.stores()) {
            if ((store.target().labelSet() & rows.axes()) == 0) {
                int slot = geometry.number(store.target());
                frame.memory.store(frame.rowCode, slot, frame.offsets[slot], scope.number(store.term()));
            }
        }
        totals.forEach((total, sum) -> addTotal(sum, scope.number(total.operand(0))));
        laneTotals.forEach((total, sum) -> sum.add(scope.number(total.operand(0))));
        for (int i = 0; i < frame.offsets.length; i++) {
            body.load(frame.offsets[i]);
            body.integer(geometry.slots().get(i).kernelRow() * frame.rowCode.lanes());
            to.visitInsn(IADD);
            to.visitVarInsn(ISTORE, frame.offsets[i]);
        }
        if (geometry.acrossRows() && frame.form == Form.LANE_BY_LANE) {
            frame.moveLane(1);
        }
        body.forgetConstants();
    }

    private void addTotal(int sum, int value) {
        to.visitVarInsn(DLOAD, sum);
        pushWide(value);
        to.visitInsn(DADD);
        to.visitVarInsn(DSTORE, sum);
    }

    private void pushWide(int value) {
        if (frame.scalar.precision() == Precision.FLOAT64) {
            to.visitVarInsn(DLOAD, value);
        } else {
            to.visitVarInsn(FLOAD, value);
            to.visitInsn(F2D);
        }
    }

    private void epilogue() {
        int index = 0;
        for (Term total : nest.totals()) {
            Reducer vector = laneTotals.get(total);
            int sum = vector == null ? -1 : vector.folded(frame.lanes, frame.scalar.constant(0));
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

    private int load(Term term, int index) {
        if (term.kind() instanceof Kind.Pick pick) {
            return frame.indexed.load(geometry.number(pick.access()), index);
        }
        int slot = geometry.number(((Kind.Load) term.kind()).access());
        return frame.memory.load(frame.rowCode, slot, frame.offsets[slot], frame.isRepeated(slot));
    }
}
