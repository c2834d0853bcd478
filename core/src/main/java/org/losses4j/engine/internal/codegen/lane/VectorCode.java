package org.losses4j.engine.internal.codegen.lane;

import static org.objectweb.asm.Opcodes.*;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.plan.ByteAccess;
import org.losses4j.engine.memory.Precision;
import org.objectweb.asm.MethodVisitor;

/** Writes arithmetic on a vector of elements by jdk.incubator.vector, which no other class names. */
public final class VectorCode implements LaneCode {
    private static final String PACKAGE = "jdk/incubator/vector/";
    private static final String SPECIES = "L" + PACKAGE + "VectorSpecies;";
    private static final String VECTOR = "L" + PACKAGE + "Vector;";
    private static final String MASK = "L" + PACKAGE + "VectorMask;";
    private static final String ORDER = "Ljava/nio/ByteOrder;";
    private static final String OPERATORS = PACKAGE + "VectorOperators";
    private static final String BINARY = "L" + OPERATORS + "$Binary;";
    private static final String ASSOCIATIVE = "L" + OPERATORS + "$Associative;";
    private static final String COMPARISON = "L" + OPERATORS + "$Comparison;";

    private final MethodBody body;
    private final MethodVisitor to;
    private final boolean wide;
    private final int lanes;
    private final @Nullable ConstantPool pool;
    private final String owner;
    private final String type;
    private final String integers;
    private final String lane;
    private final String integerLane;

    /**
     * Code for vectors.
     *
     * @param pool where constants are read from each time; null for constants in the code, which HotSpot keeps in registers
     */
    public VectorCode(MethodBody body, Precision precision, int lanes, @Nullable ConstantPool pool) {
        this.body = body;
        this.to = body.instructions();
        this.wide = precision == Precision.FLOAT64;
        this.lanes = lanes;
        this.pool = pool;
        this.owner = PACKAGE + (wide ? "DoubleVector" : "FloatVector");
        this.type = "L" + owner + ";";
        this.integers = PACKAGE + (wide ? "LongVector" : "IntVector");
        this.lane = wide ? "D" : "F";
        this.integerLane = wide ? "J" : "I";
    }

    @Override
    public Precision precision() {
        return wide ? Precision.FLOAT64 : Precision.FLOAT32;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public int constant(double value) {
        return body.constant(new Broadcast(value), 1, variable -> {
            species();
            if (wide) {
                literal(value);
            } else {
                literal((float) value);
            }
            spread();
            to.visitVarInsn(ASTORE, variable);
        });
    }

    private record Broadcast(double value) {}

    @Override
    public int constantBits(long value) {
        return body.constant(new Bits(value), 1, variable -> {
            species();
            if (wide) {
                literal(Double.longBitsToDouble(value));
            } else {
                literal(Float.intBitsToFloat((int) value));
            }
            spread();
            reinterpret();
            to.visitVarInsn(ASTORE, variable);
        });
    }

    private record Bits(long value) {}

    /** Pushes a number, out of the pool if there is one. */
    private void literal(Number value) {
        if (pool == null) {
            to.visitLdcInsn(value);
        } else {
            pool.push(value);
        }
    }

    @Override
    public int compacted(int mark, int value) {
        push(value);
        body.release(mark);
        return result();
    }

    @Override
    public int add(int a, int b) {
        return operation("add", a, b);
    }

    @Override
    public int sub(int a, int b) {
        return operation("sub", a, b);
    }

    @Override
    public int mul(int a, int b) {
        return operation("mul", a, b);
    }

    @Override
    public int div(int a, int b) {
        return operation("div", a, b);
    }

    @Override
    public int mulAdd(int a, int b, int c) {
        push(a);
        push(b);
        push(c);
        return call("fma", "(" + VECTOR + VECTOR + ")" + type);
    }

    @Override
    public boolean isFused() {
        return true;
    }

    @Override
    public int neg(int a) {
        push(a);
        return call("neg", "()" + type);
    }

    @Override
    public int abs(int a) {
        push(a);
        return call("abs", "()" + type);
    }

    @Override
    public int sqrt(int a) {
        push(a);
        return call("sqrt", "()" + type);
    }

    @Override
    public int min(int a, int b) {
        return operation("min", a, b);
    }

    @Override
    public int max(int a, int b) {
        return operation("max", a, b);
    }

    @Override
    public int pow(int a, double exponent) {
        push(a);
        to.visitFieldInsn(GETSTATIC, OPERATORS, "POW", BINARY);
        push(constant(exponent));
        return call("lanewise", "(" + BINARY + VECTOR + ")" + type);
    }

    @Override
    public int greater(int a, int b) {
        return compare("GT", a, b);
    }

    @Override
    public int equal(int a, int b) {
        return compare("EQ", a, b);
    }

    @Override
    public int differs(int a, int b) {
        return compare("NE", a, b);
    }

    @Override
    public int select(int mask, int a, int b) {
        push(b);
        push(a);
        push(mask);
        return call("blend", "(" + VECTOR + MASK + ")" + type);
    }

    @Override
    public int bits(int a) {
        push(a);
        reinterpret();
        return result();
    }

    @Override
    public int number(int bits) {
        push(bits);
        to.visitMethodInsn(
                INVOKEVIRTUAL, integers, wide ? "reinterpretAsDoubles" : "reinterpretAsFloats", "()" + type, false);
        return result();
    }

    @Override
    public int shiftLeft(int bits, int by) {
        return shift("LSHL", bits, by);
    }

    @Override
    public int shiftRight(int bits, int by) {
        return shift("LSHR", bits, by);
    }

    @Override
    public int addBits(int bits, int other) {
        return integers("add", bits, other);
    }

    @Override
    public int subBits(int bits, int other) {
        return integers("sub", bits, other);
    }

    @Override
    public int andBits(int bits, int other) {
        return integers("and", bits, other);
    }

    @Override
    public int minBits(int bits, int other) {
        return integers("min", bits, other);
    }

    @Override
    public int load(int array, int index, boolean repeated) {
        species();
        push(array);
        body.load(index);
        if (repeated) {
            to.visitInsn(wide ? DALOAD : FALOAD);
            return broadcast();
        }
        to.visitMethodInsn(INVOKESTATIC, owner, "fromArray", "(" + SPECIES + "[" + lane + "I)" + type, false);
        return result();
    }

    @Override
    public void store(int array, int index, int value) {
        push(value);
        push(array);
        body.load(index);
        to.visitMethodInsn(INVOKEVIRTUAL, owner, "intoArray", "([" + lane + "I)V", false);
    }

    @Override
    public int loadBytes(ByteAccess memory, int bytes, int index, boolean repeated) {
        species();
        if (repeated) {
            new ByteAccessCode(body, memory, wide).writeGet(bytes, index);
            return broadcast();
        }
        to.visitVarInsn(ALOAD, bytes);
        new ByteAccessCode(body, memory, wide).writePosition(index);
        order();
        String from = "(" + SPECIES + memory.parameters() + ORDER + ")" + type;
        to.visitMethodInsn(INVOKESTATIC, owner, "from" + memory.simpleName(), from, false);
        return result();
    }

    @Override
    public void storeBytes(ByteAccess memory, int bytes, int index, int value) {
        push(value);
        to.visitVarInsn(ALOAD, bytes);
        new ByteAccessCode(body, memory, wide).writePosition(index);
        order();
        String into = "(" + memory.parameters() + ORDER + ")V";
        to.visitMethodInsn(INVOKEVIRTUAL, owner, "into" + memory.simpleName(), into, false);
    }

    private void order() {
        to.visitMethodInsn(INVOKESTATIC, "java/nio/ByteOrder", "nativeOrder", "()" + ORDER, false);
    }

    @Override
    public int position(int integer, boolean counting) {
        species();
        body.load(integer);
        to.visitInsn(wide ? I2D : I2F);
        int first = broadcast();
        if (!counting) {
            return first;
        }
        push(first);
        to.visitInsn(ICONST_1);
        return call("addIndex", "(I)" + type);
    }

    @Override
    public int spread(int scalar) {
        species();
        to.visitVarInsn(wide ? DLOAD : FLOAD, scalar);
        return broadcast();
    }

    @Override
    public void assign(int variable, int value) {
        push(value);
        to.visitVarInsn(ASTORE, variable);
    }

    @Override
    public int copy(int value) {
        push(value);
        return result();
    }

    // A maximum of numbers waits for half a dozen instructions, one of integers for a single one. As integers numbers
    // are in
    // order once the bits behind the sign of negative ones are flipped; taking off the largest significand moves the
    // NaNs of
    // either sign above +∞, by overflow, and −∞ to the smallest integer.

    @Override
    public int peak() {
        species();
        // The bits of the smallest integer.
        if (wide) {
            literal(-0.0);
        } else {
            literal(-0.0f);
        }
        spread();
        reinterpret();
        return result();
    }

    @Override
    public void raise(int peak, int element) {
        push(peak);
        push(subBits(flipped(bits(element)), constantBits(largestSignificand())));
        to.visitMethodInsn(INVOKEVIRTUAL, integers, "max", "(" + VECTOR + ")L" + integers + ";", false);
        to.visitVarInsn(ASTORE, peak);
    }

    @Override
    public int height(int peak) {
        return number(flipped(addBits(peak, constantBits(largestSignificand()))));
    }

    private int flipped(int bits) {
        int signs = shift("ASHR", bits, wide ? Long.SIZE - 1 : Integer.SIZE - 1);
        push(bits);
        to.visitFieldInsn(GETSTATIC, OPERATORS, "XOR", ASSOCIATIVE);
        push(shiftRight(signs, 1));
        to.visitMethodInsn(INVOKEVIRTUAL, integers, "lanewise", "(" + BINARY + VECTOR + ")L" + integers + ";", false);
        return result();
    }

    private long largestSignificand() {
        return wide ? (1L << 52) - 1 : (1L << 23) - 1;
    }

    private int operation(String name, int a, int b) {
        push(a);
        push(b);
        return call(name, "(" + VECTOR + ")" + type);
    }

    private int compare(String how, int a, int b) {
        push(a);
        to.visitFieldInsn(GETSTATIC, OPERATORS, how, COMPARISON);
        push(b);
        to.visitMethodInsn(INVOKEVIRTUAL, owner, "compare", "(" + COMPARISON + VECTOR + ")" + MASK, false);
        return result();
    }

    private void reinterpret() {
        to.visitMethodInsn(
                INVOKEVIRTUAL, owner, wide ? "reinterpretAsLongs" : "reinterpretAsInts", "()L" + integers + ";", false);
    }

    private int integers(String name, int a, int b) {
        push(a);
        push(b);
        to.visitMethodInsn(INVOKEVIRTUAL, integers, name, "(" + VECTOR + ")L" + integers + ";", false);
        return result();
    }

    private int shift(String how, int bits, int by) {
        push(bits);
        to.visitFieldInsn(GETSTATIC, OPERATORS, how, BINARY);
        pushInteger(by);
        to.visitMethodInsn(
                INVOKEVIRTUAL, integers, "lanewise", "(" + BINARY + integerLane + ")L" + integers + ";", false);
        return result();
    }

    private void species() {
        to.visitFieldInsn(GETSTATIC, owner, "SPECIES_PREFERRED", SPECIES);
    }

    private int broadcast() {
        spread();
        return result();
    }

    private void spread() {
        to.visitMethodInsn(INVOKESTATIC, owner, "broadcast", "(" + SPECIES + lane + ")" + type, false);
    }

    private int call(String name, String descriptor) {
        to.visitMethodInsn(INVOKEVIRTUAL, owner, name, descriptor, false);
        return result();
    }

    private void pushInteger(long value) {
        if (wide) {
            to.visitLdcInsn(value);
        } else {
            to.visitLdcInsn((int) value);
        }
    }

    private void push(int local) {
        to.visitVarInsn(ALOAD, local);
    }

    private int result() {
        int local = body.local(1);
        to.visitVarInsn(ASTORE, local);
        return local;
    }
}
