package org.losses4j.engine;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method that is being written: its instructions, its local variables, and loops of counted steps. */
final class Body {
    private final MethodVisitor instructions;
    private int locals;

    Body(MethodVisitor instructions, int parameters) {
        this.instructions = instructions;
        this.locals = parameters;
    }

    MethodVisitor instructions() {
        return instructions;
    }

    /** A new local variable. */
    int local(int width) {
        int local = locals;
        locals += width;
        return local;
    }

    void integer(int value) {
        if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            instructions.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            instructions.visitLdcInsn(value);
        }
    }

    /** A new integer variable, set to what lies on the stack. */
    int integerFromStack() {
        int local = local(1);
        instructions.visitVarInsn(Opcodes.ISTORE, local);
        return local;
    }

    void load(int integer) {
        instructions.visitVarInsn(Opcodes.ILOAD, integer);
    }

    /** Repeats {@code step} while a counter, which it moves on by {@code by}, leaves room for that below the limit. */
    void loop(int counter, Runnable limit, int by, Runnable step) {
        Label start = new Label();
        Label end = new Label();
        instructions.visitLabel(start);
        load(counter);
        if (by != 1) {
            integer(by);
            instructions.visitInsn(Opcodes.IADD);
        }
        limit.run();
        instructions.visitJumpInsn(by == 1 ? Opcodes.IF_ICMPGE : Opcodes.IF_ICMPGT, end);
        step.run();
        instructions.visitIincInsn(counter, by);
        instructions.visitJumpInsn(Opcodes.GOTO, start);
        instructions.visitLabel(end);
    }
}
