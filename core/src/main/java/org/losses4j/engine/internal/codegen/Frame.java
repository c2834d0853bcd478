package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.losses4j.engine.internal.codegen.lane.Body;
import org.losses4j.engine.internal.codegen.lane.Code;
import org.losses4j.engine.internal.codegen.lane.Pool;
import org.losses4j.engine.internal.codegen.lane.ScalarCode;
import org.losses4j.engine.internal.ir.Kind.Fold;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.plan.Geometry;
import org.losses4j.engine.internal.plan.InPlace;
import org.losses4j.engine.internal.plan.NestPlan;
import org.losses4j.engine.internal.plan.Stages;
import org.losses4j.engine.memory.Precision;

/** What all parts of a kernel's code share: the kinds of code, and the variables that hold what it works on. */
final class Frame {
    final Body body;
    final Form form;
    /** How many lanes a vector has. */
    final int width;

    final Geometry geometry;
    final Code scalar;
    final Code rowCode;
    final Code axisCode;
    /** What holds each slot's memory. */
    final int[] arrays;
    /** Where the row is in it. */
    final int[] offsets;

    final SlotCode memory;
    final Lanes lanes;
    /** The lane that is being computed, lane by lane. */
    final int lane;

    final Indexed indexed;
    final Pool pool;
    /** Whether constants are in memory. */
    final boolean isLong;

    private final Map<Term, Integer> spreadPlaces = new HashMap<>();

    Frame(NestPlan plan, Body body, Precision precision, int width, Form form) {
        this.body = body;
        this.form = form;
        this.width = width;
        this.geometry = plan.geometry();
        this.scalar = new ScalarCode(body, precision);
        this.pool = new Pool(body, precision, width, body.local(1));
        List<Term> needed = Stages.needed(plan.rows(), plan.nest().roots());
        this.isLong = plan.stages().walks().isEmpty()
                ? !Stages.fitsRegisters(needed)
                : needed.stream().anyMatch(Stages::isExpensive);
        Code vector = form.code(body, precision, width, scalar, isLong ? pool : null);
        this.rowCode = geometry.acrossRows() ? vector : scalar;
        this.axisCode = vector;
        this.lanes = new Lanes(body, scalar, width);
        this.lane = body.local(1);
        this.arrays = new int[geometry.slots().size()];
        this.offsets = new int[geometry.slots().size()];
        this.memory = new SlotCode(geometry.slots(), arrays, InPlace.here().orElse(InPlace.BYTE_BUFFER));
        this.indexed = new Indexed(body, scalar, rowCode, lanes, memory, geometry.slots(), offsets);
    }

    /** A sum over lanes. */
    Reducer sum(Code code, int steps) {
        return form.isVectors() ? new Accumulator(code, Fold.SUM, steps) : new LaneSums(body, code, width, lane, steps);
    }

    /** Makes a number that is the same for all lanes known to a loop: in a variable, or, like constants, in memory. */
    IntSupplier spread(Term term, Code code, int number) {
        if (!isLong || code.lanes() == 1) {
            int variable = code.spread(number);
            return () -> variable;
        }
        int place = code.lanes() + spreadPlaces.computeIfAbsent(term, key -> spreadPlaces.size());
        int array = arrays[geometry.number(Geometry.FENCE)];
        body.integer(place);
        scalar.store(array, body.integerFromStack(), number);
        IntSupplier load = () -> {
            body.integer(place);
            return code.load(array, body.integerFromStack(), true);
        };
        return () -> body.isAhead()
                ? body.constant(term, 1, variable -> code.assign(variable, load.getAsInt()))
                : load.getAsInt();
    }

    /** Moves on by some lanes. */
    void moveLane(int further) {
        body.load(lane);
        body.integer(further);
        body.instructions().visitInsn(IADD);
        body.integer(width - 1);
        body.instructions().visitInsn(IAND);
        body.instructions().visitVarInsn(ISTORE, lane);
    }

    /** Takes what took long to compute, before constants are read again. */
    IntConsumer fence(Code code) {
        return value -> {
            if (code.lanes() > 1 && !body.isAhead()) {
                pool.fence(code, arrays[geometry.number(Geometry.FENCE)], value);
            }
        };
    }

    /** Whether all rows see the same elements of a tensor. */
    boolean isRepeated(int slot) {
        return geometry.slots().get(slot).kernelRow() == 0;
    }
}
