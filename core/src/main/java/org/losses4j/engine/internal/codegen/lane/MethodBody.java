package org.losses4j.engine.internal.codegen.lane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method that is being written: its instructions, its local variables, and loops of counted steps. */
public final class MethodBody {
    // Variables above 255 take twice the code, and code above 8,000 bytes is not compiled; so constants share a zone
    // that is
    // overwritten from place to place, and what an elementary function leaves behind is given back.
    private static final int CONSTANTS = 96;

    private final MethodVisitor instructions;
    private final Map<Object, Integer> constants = new HashMap<>();
    private final int endOfConstants;
    private int nextConstant;
    private @Nullable List<Runnable> before;
    private int locals;

    public MethodBody(MethodVisitor instructions, int parameters) {
        this.instructions = instructions;
        this.nextConstant = parameters;
        this.endOfConstants = parameters + CONSTANTS;
        this.locals = endOfConstants;
    }

    public MethodVisitor instructions() {
        return instructions;
    }

    /** A new local variable. */
    public int local(int width) {
        int local = locals;
        locals += width;
        return local;
    }

    /** The variables so far. */
    public int mark() {
        return locals;
    }

    /** Gives back all variables since a mark. */
    void release(int mark) {
        locals = mark;
    }

    /**
     * The variable of a constant.
     *
     * @param key which constant
     * @param write writes the code that sets the variable
     */
    public int constant(Object key, int width, IntConsumer write) {
        Integer known = constants.get(key);
        if (known != null) {
            return known;
        }
        boolean full = nextConstant + width > endOfConstants;
        int variable = full ? local(width) : nextConstant;
        if (before == null) {
            write.accept(variable);
        } else {
            before.add(() -> write.accept(variable));
        }
        if (!full) {
            nextConstant += width;
            constants.put(key, variable);
        }
        return variable;
    }

    /** Begins or ends a place of the code that may be skipped or repeated. */
    public void forgetConstants() {
        if (before == null) {
            constants.clear();
            nextConstant = endOfConstants - CONSTANTS;
        }
    }

    /** Whether constants are written ahead of the loop that is being written. */
    public boolean isAhead() {
        return before != null;
    }

    /** Has constants written again from here on, though variables keep those that they hold. */
    void repeatConstants() {
        constants.clear();
    }

    public void integer(int value) {
        if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            instructions.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            instructions.visitLdcInsn(value);
        }
    }

    /** A new integer variable, set to what lies on the stack. */
    public int integerFromStack() {
        int local = local(1);
        instructions.visitVarInsn(Opcodes.ISTORE, local);
        return local;
    }

    public void load(int integer) {
        instructions.visitVarInsn(Opcodes.ILOAD, integer);
    }

    /** A {@link #loop} whose constants are computed before its first step; their code stands behind it, reached by a jump. */
    public void loopBehindConstants(int counter, Runnable limit, int by, Runnable step) {
        Label constantsFirst = new Label();
        Label start = new Label();
        Label end = new Label();
        forgetConstants();
        List<Runnable> found = new ArrayList<>();
        before = found;
        instructions.visitJumpInsn(Opcodes.GOTO, constantsFirst);
        instructions.visitLabel(start);
        loop(counter, limit, by, step);
        instructions.visitJumpInsn(Opcodes.GOTO, end);
        before = null;
        instructions.visitLabel(constantsFirst);
        found.forEach(Runnable::run);
        instructions.visitJumpInsn(Opcodes.GOTO, start);
        instructions.visitLabel(end);
        forgetConstants();
    }

    /** Repeats {@code step} while a counter, which it moves on by {@code by}, leaves room for that below the limit. */
    public void loop(int counter, Runnable limit, int by, Runnable step) {
        Label start = new Label();
        Label end = new Label();
        instructions.visitLabel(start);
        load(counter);
        limit.run();
        if (by != 1) {
            // Not added to the counter, with which HotSpot would not see that the loop counts.
            integer(by - 1);
            instructions.visitInsn(Opcodes.ISUB);
        }
        instructions.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        step.run();
        instructions.visitIincInsn(counter, by);
        instructions.visitJumpInsn(Opcodes.GOTO, start);
        instructions.visitLabel(end);
    }
}
