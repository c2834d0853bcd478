package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Writes sums one lane at a time, with the same additions in the same order as an {@link Accumulator} of vectors. */
final class LaneSums implements Reducer {
    private final MethodBody body;
    private final LaneCode code;
    private final int lane;
    private final boolean compensated;
    private final int value;
    private final int lost;

    /**
     * Sums in new arrays.
     *
     * @param code arithmetic on one lane
     * @param width the number of lanes
     * @param lane the variable that holds the lane of the next element
     * @param isLong whether so many elements are added that their rounding shows
     */
    LaneSums(MethodBody body, LaneCode code, int width, int lane, boolean isLong) {
        this.body = body;
        this.code = code;
        this.lane = lane;
        this.compensated = Accumulator.isCompensated(code, TermOp.Fold.SUM, isLong);
        this.value = array(width);
        this.lost = compensated ? array(width) : value;
    }

    private int array(int width) {
        MethodVisitor to = body.instructions();
        body.integer(width);
        to.visitIntInsn(NEWARRAY, code.precision() == Precision.FLOAT64 ? T_DOUBLE : T_FLOAT);
        int array = body.local(1);
        to.visitVarInsn(ASTORE, array);
        return array;
    }

    @Override
    public void add(int element) {
        int before = code.load(value, lane, false);
        int sum = code.add(element, before);
        if (compensated) {
            int gained = code.sub(element, code.sub(sum, before));
            code.store(lost, lane, code.add(gained, code.load(lost, lane, false)));
        }
        code.store(value, lane, sum);
    }

    @Override
    public int folded(Lanes lanes, int earlier) {
        if (compensated) {
            lanes.each(lane -> code.store(
                    value, lane, Accumulator.whole(code, code.load(value, lane, false), code.load(lost, lane, false))));
        }
        return lanes.fold(TermOp.Fold.SUM, value, 0, earlier);
    }
}
