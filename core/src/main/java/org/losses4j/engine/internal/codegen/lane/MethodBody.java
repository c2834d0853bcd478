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

/** Writes one method: its instructions, its local variables, its loops. A variable is named by its number in the bytecode. */
public final class MethodBody {
    // Variables above 255 take twice the code, and code above 8,000 bytes is not compiled. So constants share a zone of
    // variables that is overwritten from one section of the code to the next, and an elementary function's temporary
    // variables are given back.
    private static final int CONSTANTS = 96;

    private final MethodVisitor instructions;
    private final Map<Object, Integer> constants = new HashMap<>();
    private final int startOfConstants;
    private final int endOfConstants;
    private int nextInvariant;
    private int nextConstant;
    private @Nullable List<Runnable> before;
    private boolean isBehind;
    private int locals;

    /**
     * A method without instructions.
     *
     * @param parameters the number of variables that its parameters take
     * @param invariants the number of variables to hold for {@link #invariant}
     */
    public MethodBody(MethodVisitor instructions, int parameters, int invariants) {
        this.instructions = instructions;
        this.nextInvariant = parameters;
        this.startOfConstants = parameters + invariants;
        this.nextConstant = startOfConstants;
        this.endOfConstants = startOfConstants + CONSTANTS;
        this.locals = endOfConstants;
    }

    public MethodVisitor instructions() {
        return instructions;
    }

    /** A new local variable; {@code width} is 2 for long and double, else 1. */
    public int local(int width) {
        int local = locals;
        locals += width;
        return local;
    }

    /**
     * A new variable for a reference that no loop changes. It has a low number, unless all those held are taken: only of its first
     * 63 variables HotSpot finds out which ones a loop leaves alone, and of the others it forgets in front of a loop which type
     * their objects have.
     */
    public int invariant() {
        return nextInvariant < startOfConstants ? nextInvariant++ : local(1);
    }

    /** The number of the next variable, for {@link #release}. */
    public int mark() {
        return locals;
    }

    /** Gives back all variables made since a {@link #mark}. */
    void release(int mark) {
        locals = mark;
    }

    /**
     * The variable of a constant, which is valid until {@link #forgetConstants}. The code that sets it is written at the first
     * call, or at each one when the zone of constants is full.
     *
     * @param key identifies the constant
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

    /** Makes all constants invalid, unless {@link #isAhead}; called where code that may be skipped or repeated begins and ends. */
    public void forgetConstants() {
        if (!isAhead()) {
            constants.clear();
            nextConstant = startOfConstants;
        }
    }

    /** Whether the constants of what is being written are set before a loop: that loop, or the one that it stands behind. */
    public boolean isAhead() {
        return before != null || isBehind;
    }

    /** Writes constants anew from here on, in new variables; the earlier variables stay valid. */
    void repeatConstants() {
        constants.clear();
    }

    public void integer(int value) {
        if (value >= -1 && value <= 5) {
            instructions.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            instructions.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            instructions.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            instructions.visitLdcInsn(value);
        }
    }

    /** A new integer variable, set to the integer on the stack. */
    public int integerFromStack() {
        int local = local(1);
        instructions.visitVarInsn(Opcodes.ISTORE, local);
        return local;
    }

    public void load(int integer) {
        instructions.visitVarInsn(Opcodes.ILOAD, integer);
    }

    /** Ends the method unless the instruction {@code jump} finds what it jumps on, which is on the stack. */
    public void returnUnless(int jump) {
        Label go = new Label();
        instructions.visitJumpInsn(jump, go);
        instructions.visitInsn(Opcodes.RETURN);
        instructions.visitLabel(go);
    }

    /**
     * Writes a {@link #loop} whose constants are set before its first step, by code that stands behind the loop and is jumped to.
     *
     * @param last writes what comes after the loop and uses its constants
     */
    public void loopBehindConstants(int counter, Runnable limit, int by, Runnable step, Runnable last) {
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
        isBehind = true;
        last.run();
        isBehind = false;
        forgetConstants();
    }

    /**
     * Writes a loop that repeats {@code step} and then adds a variable to a counter, while it is below the limit. HotSpot does not
     * know by how much the counter moves, and so compiles the loop's body once, and not three times to check indices before the
     * loop.
     */
    public void plainLoop(int counter, Runnable limit, int by, Runnable step) {
        Label start = new Label();
        Label end = new Label();
        instructions.visitLabel(start);
        load(counter);
        limit.run();
        instructions.visitJumpInsn(Opcodes.IF_ICMPGE, end);
        step.run();
        load(counter);
        load(by);
        instructions.visitInsn(Opcodes.IADD);
        instructions.visitVarInsn(Opcodes.ISTORE, counter);
        instructions.visitJumpInsn(Opcodes.GOTO, start);
        instructions.visitLabel(end);
    }

    /** Writes a loop that repeats {@code step} and then adds {@code by} to a counter, while counter + by ≤ limit. */
    public void loop(int counter, Runnable limit, int by, Runnable step) {
        Label start = new Label();
        Label end = new Label();
        instructions.visitLabel(start);
        load(counter);
        limit.run();
        if (by != 1) {
            // Subtracted from the limit, not added to the counter: HotSpot would not recognise a counted loop then.
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
