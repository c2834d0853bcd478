package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes arithmetic on one element at a time, for JVMs with and without jdk.incubator.vector. */
public final class ScalarCode implements LaneCode {
    private static final String MATH = "java/lang/Math";

    private final MethodBody body;
    private final MethodVisitor to;
    private final boolean wide;
    private final boolean fused;
    private final String type;

    /**
     * Scalar code.
     *
     * @param fused whether {@link #mulAdd} rounds once, as vectors do; unusably slow where the processor has no such instruction
     */
    public ScalarCode(MethodBody body, Precision precision, boolean fused) {
        this.body = body;
        this.to = body.instructions();
        this.wide = precision == Precision.FLOAT64;
        this.fused = fused;
        this.type = wide ? "D" : "F";
    }

    @Override
    public Precision precision() {
        return wide ? Precision.FLOAT64 : Precision.FLOAT32;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public int constant(double value) {
        return body.constant(value, wide ? 2 : 1, variable -> {
            if (wide) {
                to.visitLdcInsn(value);
            } else {
                to.visitLdcInsn((float) value);
            }
            to.visitVarInsn(wide ? DSTORE : FSTORE, variable);
        });
    }

    @Override
    public int compacted(int mark, int value) {
        push(value);
        body.release(mark);
        return result();
    }

    @Override
    public int add(int a, int b) {
        return operation(wide ? DADD : FADD, a, b);
    }

    @Override
    public int sub(int a, int b) {
        return operation(wide ? DSUB : FSUB, a, b);
    }

    @Override
    public int mul(int a, int b) {
        return operation(wide ? DMUL : FMUL, a, b);
    }

    @Override
    public int div(int a, int b) {
        return operation(wide ? DDIV : FDIV, a, b);
    }

    @Override
    public int mulAdd(int a, int b, int c) {
        push(a);
        push(b);
        if (fused) {
            push(c);
            return call(MATH, "fma", "(" + type + type + type + ")" + type);
        }
        to.visitInsn(wide ? DMUL : FMUL);
        push(c);
        to.visitInsn(wide ? DADD : FADD);
        return result();
    }

    @Override
    public boolean isFused() {
        return fused;
    }

    @Override
    public int neg(int a) {
        push(a);
        to.visitInsn(wide ? DNEG : FNEG);
        return result();
    }

    @Override
    public int abs(int a) {
        push(a);
        return call(MATH, "abs", "(" + type + ")" + type);
    }

    @Override
    public int sqrt(int a) {
        push(a);
        return inDouble(() -> invoke(MATH, "sqrt", "(D)D"));
    }

    @Override
    public int min(int a, int b) {
        push(a);
        push(b);
        return call(MATH, "min", "(" + type + type + ")" + type);
    }

    @Override
    public int max(int a, int b) {
        push(a);
        push(b);
        return call(MATH, "max", "(" + type + type + ")" + type);
    }

    @Override
    public int greater(int a, int b) {
        return compare(a, b, IFGT);
    }

    @Override
    public int equal(int a, int b) {
        return compare(a, b, IFEQ);
    }

    @Override
    public int differs(int a, int b) {
        return compare(a, b, IFNE);
    }

    // By bits and not by a jump, which random data mispredict: HotSpot has no conditional move of floating-point
    // numbers.
    @Override
    public int select(int mask, int a, int b) {
        int ifSet = bits(a);
        int ifNot = bits(b);
        pushBits(ifSet);
        pushBits(ifNot);
        to.visitInsn(wide ? LXOR : IXOR);
        body.load(mask);
        to.visitInsn(INEG);
        if (wide) {
            to.visitInsn(I2L);
        }
        to.visitInsn(wide ? LAND : IAND);
        pushBits(ifNot);
        to.visitInsn(wide ? LXOR : IXOR);
        return number(bitsResult());
    }

    @Override
    public int bits(int a) {
        push(a);
        if (wide) {
            invoke("java/lang/Double", "doubleToRawLongBits", "(D)J");
        } else {
            invoke("java/lang/Float", "floatToRawIntBits", "(F)I");
        }
        return bitsResult();
    }

    @Override
    public int number(int bits) {
        pushBits(bits);
        return wide
                ? call("java/lang/Double", "longBitsToDouble", "(J)D")
                : call("java/lang/Float", "intBitsToFloat", "(I)F");
    }

    @Override
    public int shiftLeft(int bits, int by) {
        pushBits(bits);
        body.integer(by);
        to.visitInsn(wide ? LSHL : ISHL);
        return bitsResult();
    }

    @Override
    public int shiftRight(int bits, int by) {
        pushBits(bits);
        body.integer(by);
        to.visitInsn(wide ? LUSHR : IUSHR);
        return bitsResult();
    }

    @Override
    public int constantBits(long value) {
        return body.constant(new Bits(value), wide ? 2 : 1, variable -> {
            if (wide) {
                to.visitLdcInsn(value);
            } else {
                to.visitLdcInsn((int) value);
            }
            to.visitVarInsn(wide ? LSTORE : ISTORE, variable);
        });
    }

    private record Bits(long value) {}

    @Override
    public int addBits(int bits, int other) {
        pushBits(bits);
        pushBits(other);
        to.visitInsn(wide ? LADD : IADD);
        return bitsResult();
    }

    @Override
    public int subBits(int bits, int other) {
        pushBits(bits);
        pushBits(other);
        to.visitInsn(wide ? LSUB : ISUB);
        return bitsResult();
    }

    @Override
    public int andBits(int bits, int other) {
        pushBits(bits);
        pushBits(other);
        to.visitInsn(wide ? LAND : IAND);
        return bitsResult();
    }

    @Override
    public int minBits(int bits, int other) {
        pushBits(bits);
        pushBits(other);
        invoke(MATH, "min", wide ? "(JJ)J" : "(II)I");
        return bitsResult();
    }

    @Override
    public int load(int array, int index, boolean repeated) {
        to.visitVarInsn(ALOAD, array);
        body.load(index);
        to.visitInsn(wide ? DALOAD : FALOAD);
        return result();
    }

    @Override
    public void store(int array, int index, int value) {
        to.visitVarInsn(ALOAD, array);
        body.load(index);
        push(value);
        to.visitInsn(wide ? DASTORE : FASTORE);
    }

    @Override
    public int loadBytes(ByteAccess memory, int bytes, int index, boolean repeated) {
        new ByteAccessCode(body, memory, wide).writeGet(bytes, index);
        return result();
    }

    @Override
    public void storeBytes(ByteAccess memory, int bytes, int index, int value) {
        new ByteAccessCode(body, memory, wide).writePut(bytes, index, () -> push(value));
    }

    @Override
    public int position(int integer, boolean counting) {
        body.load(integer);
        to.visitInsn(wide ? I2D : I2F);
        return result();
    }

    @Override
    public int spread(int scalar) {
        return scalar;
    }

    @Override
    public void assign(int variable, int value) {
        push(value);
        to.visitVarInsn(wide ? DSTORE : FSTORE, variable);
    }

    @Override
    public int copy(int value) {
        push(value);
        return result();
    }

    @Override
    public int known(int value) {
        return value;
    }

    @Override
    public int peak() {
        return copy(constant(Double.NEGATIVE_INFINITY));
    }

    @Override
    public void raise(int peak, int element) {
        assign(peak, max(peak, element));
    }

    @Override
    public int height(int peak) {
        return copy(peak);
    }

    @Override
    public int highest(int peak) {
        return height(peak);
    }

    private int operation(int opcode, int a, int b) {
        push(a);
        push(b);
        to.visitInsn(opcode);
        return result();
    }

    private int compare(int a, int b, int jump) {
        Label yes = new Label();
        Label end = new Label();
        push(a);
        push(b);
        to.visitInsn(wide ? DCMPL : FCMPL);
        to.visitJumpInsn(jump, yes);
        to.visitInsn(ICONST_0);
        to.visitJumpInsn(GOTO, end);
        to.visitLabel(yes);
        to.visitInsn(ICONST_1);
        to.visitLabel(end);
        return body.integerFromStack();
    }

    private int inDouble(Runnable call) {
        if (!wide) {
            to.visitInsn(F2D);
        }
        call.run();
        if (!wide) {
            to.visitInsn(D2F);
        }
        return result();
    }

    private int call(String owner, String name, String descriptor) {
        invoke(owner, name, descriptor);
        return result();
    }

    private void invoke(String owner, String name, String descriptor) {
        to.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
    }

    private void push(int local) {
        to.visitVarInsn(wide ? DLOAD : FLOAD, local);
    }

    private void pushBits(int local) {
        to.visitVarInsn(wide ? LLOAD : ILOAD, local);
    }

    private int result() {
        int local = body.local(wide ? 2 : 1);
        to.visitVarInsn(wide ? DSTORE : FSTORE, local);
        return local;
    }

    private int bitsResult() {
        int local = body.local(wide ? 2 : 1);
        to.visitVarInsn(wide ? LSTORE : ISTORE, local);
        return local;
    }
}
