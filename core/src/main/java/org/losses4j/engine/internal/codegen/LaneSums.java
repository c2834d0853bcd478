package org.losses4j.engine.internal.codegen;

import static org.objectweb.asm.Opcodes.*;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Writes sums one lane at a time, with the same additions in the same order as an {@link Accumulator} of vectors. */
final class LaneSums implements Reducer {
    private final MethodBody body;
    private final LaneCode code;
    private final int lane;
    private final int[] parts;

    /**
     * Sums in new arrays.
     *
     * @param code arithmetic on one lane
     * @param width the number of lanes
     * @param lane the variable that holds the lane of the next element
     * @param sumParts the parts of the sums
     */
    LaneSums(MethodBody body, LaneCode code, int width, int lane, int sumParts) {
        this.body = body;
        this.code = code;
        this.lane = lane;
        this.parts = new int[sumParts];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = array(width);
        }
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
        int[] sums = Compensation.added(code, element, load(lane));
        for (int i = 0; i < parts.length; i++) {
            code.store(parts[i], lane, sums[i]);
        }
    }

    private int[] load(int lane) {
        int[] numbers = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = code.load(parts[i], lane, false);
        }
        return numbers;
    }

    @Override
    public int folded(Lanes lanes) {
        if (parts.length > 1) {
            lanes.each(lane -> code.store(parts[0], lane, Compensation.whole(code, load(lane))));
        }
        return lanes.sum(parts[0], 0);
    }
}
