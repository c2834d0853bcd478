package org.losses4j.engine;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.MethodVisitor;

/** Combines the lanes of a vector, by an array that is made before all loops. */
final class Lanes {
    private final Body body;
    private final Code scalar;
    private int first;
    private int array;

    Lanes(Body body, Code scalar) {
        this.body = body;
        this.scalar = scalar;
    }

    /** Writes the code that makes the array, for vectors of at most {@code width} lanes. */
    void allocate(int width) {
        if (width == 1) {
            return;
        }
        body.instructions().visitInsn(ICONST_0);
        first = body.integerFromStack();
        body.integer(width);
        body.instructions().visitIntInsn(NEWARRAY, isWide() ? T_DOUBLE : T_FLOAT);
        array = body.local(1);
        body.instructions().visitVarInsn(ASTORE, array);
    }

    /** A new scalar variable: the lanes of a vector, combined in a fixed order, and with an earlier result. */
    int fold(Kind.Fold fold, Code code, int vector, int earlier) {
        // Not reduceLanes, whose order of additions is undefined and changes when the method is compiled.
        code.store(array, first, vector);
        String lane = isWide() ? "D" : "F";
        MethodVisitor to = body.instructions();
        to.visitVarInsn(ALOAD, array);
        to.visitVarInsn(isWide() ? DLOAD : FLOAD, earlier);
        String name = fold == Kind.Fold.SUM ? "sum" : "max";
        to.visitMethodInsn(
                INVOKESTATIC, "org/losses4j/engine/Horizontal", name, "([" + lane + lane + ")" + lane, false);
        int local = body.local(isWide() ? 2 : 1);
        to.visitVarInsn(isWide() ? DSTORE : FSTORE, local);
        return local;
    }

    private boolean isWide() {
        return scalar.precision() == Precision.FLOAT64;
    }
}
