package org.losses4j.engine;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;

/** The cells of accumulators: variables for scalar code, arrays for vectors, made before all loops. */
final class Lanes implements Accumulator.Cells {
    // A compensated sum has three.
    private static final int CELLS_PER_REDUCTION = 3;

    private final Body body;
    private final Code scalar;
    private final List<Integer> free = new ArrayList<>();
    private final boolean inArrays;
    private int first;
    private int scratch;

    Lanes(Body body, Code scalar, boolean inArrays) {
        this.body = body;
        this.scalar = scalar;
        this.inArrays = inArrays;
    }

    /** Writes the code that makes as many arrays as a nest can need. */
    void allocate(int rowLanes, int axisLanes, Nest nest, Stages stages) {
        int width = Math.max(rowLanes, axisLanes);
        if (width == 1) {
            return;
        }
        body.instructions().visitInsn(ICONST_0);
        first = body.integerFromStack();
        scratch = array(width);
        if (inArrays) {
            int reductions = nest.totals().size()
                    + stages.walks().stream()
                            .mapToInt(walk -> walk.reductions().size())
                            .sum();
            for (int i = 0; i < CELLS_PER_REDUCTION * reductions; i++) {
                free.add(array(width));
            }
        }
    }

    private int array(int width) {
        body.integer(width);
        body.instructions().visitIntInsn(NEWARRAY, isWide() ? T_DOUBLE : T_FLOAT);
        int array = body.local(1);
        body.instructions().visitVarInsn(ASTORE, array);
        return array;
    }

    @Override
    public Accumulator.Cell of(Code code, int value) {
        if (code.lanes() == 1 || !inArrays) {
            return new Variable(code, code.copy(value), scratch, first);
        }
        Accumulator.Cell cell = new Kept(code, free.remove(free.size() - 1), first);
        cell.set(value);
        return cell;
    }

    /** A new scalar variable: lanes kept in an array, combined in order, and with an earlier result. */
    int fold(Kind.Fold fold, int array, int earlier) {
        // Not reduceLanes, whose order of additions is undefined and changes when the method is compiled.
        String lane = isWide() ? "D" : "F";
        body.instructions().visitVarInsn(ALOAD, array);
        body.instructions().visitVarInsn(isWide() ? DLOAD : FLOAD, earlier);
        body.instructions()
                .visitMethodInsn(
                        INVOKESTATIC,
                        "org/losses4j/engine/Horizontal",
                        fold == Kind.Fold.SUM ? "sum" : "max",
                        "([" + lane + lane + ")" + lane,
                        false);
        int local = body.local(isWide() ? 2 : 1);
        body.instructions().visitVarInsn(isWide() ? DSTORE : FSTORE, local);
        return local;
    }

    private boolean isWide() {
        return scalar.precision() == Precision.FLOAT64;
    }

    private record Variable(Code code, int variable, int scratch, int first) implements Accumulator.Cell {
        @Override
        public int get() {
            return variable;
        }

        @Override
        public void set(int value) {
            code.assign(variable, value);
        }

        @Override
        public int array() {
            code.store(scratch, first, variable);
            return scratch;
        }
    }

    private record Kept(Code code, int array, int first) implements Accumulator.Cell {
        @Override
        public int get() {
            return code.load(array, first, false);
        }

        @Override
        public void set(int value) {
            code.store(array, first, value);
        }
    }
}
